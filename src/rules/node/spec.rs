use std::cmp::Ordering;

use crate::check::{net, quote, resource};
use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The pod networks and amounts of a Node.
    ///
    /// ## What it does
    /// Checks that `podCIDRs` holds CIDR blocks, at most one of each IP family, that capacities are amounts not
    /// below 0, that declared features are named like features and in order, and that the annotation on avoided pods is JSON.
    ///
    /// ## Why is this bad
    /// Nodes are normally written by the kubelet; by hand these are the places to go wrong.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Node
    /// metadata: {name: node-1}
    /// spec: {podCIDR: 10.0.0.0/8, podCIDRs: [10.0.0.0/8, 11.0.0.0/8]}
    /// status: {capacity: {cpu: -1, pods: 1500m}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Node
    /// metadata: {name: node-1}
    /// spec: {podCIDR: 10.0.0.0/8, podCIDRs: [10.0.0.0/8, "fd00::/64"]}
    /// status: {capacity: {cpu: 4, pods: 110}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/architecture/nodes/>
    id: "node/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Node"], check),
}

/// How long the name of a feature may be.
const MAX_FEATURE: usize = 253;

fn check(node: &Object<'_>, ctx: &mut Context<'_>) {
    check_networks(node, ctx);
    check_features(node.get("status").get("declaredFeatures"), ctx);
    for list in ["capacity", "allocatable"] {
        for entry in node.get("status").get(list).entries() {
            resource::amount(entry.key, entry.value, ctx);
        }
    }
    let capacity = node.get("status").get("capacity");
    // The server copies an absent allocatable from the capacity, and complains about both.
    if node.get("status").get("allocatable").is_empty() {
        for entry in capacity.entries() {
            let before = ctx.count();
            resource::amount(entry.key, entry.value, ctx);
            ctx.set_path_since(before, &format!("status.allocatable.{}", entry.key));
        }
    }
    let swap = node.get("status").at(&["nodeInfo", "swap", "capacity"]);
    if let Some(value) = swap.int().filter(|value| *value <= 0) {
        ctx.invalid(swap, format!("{value} is not above 0"))
            .path("metadata.nodeSwapStatus.capacity");
    }
    let avoid = node
        .get("metadata")
        .get("annotations")
        .get("scheduler.alpha.kubernetes.io/preferAvoidPods");
    if avoid
        .str()
        .filter(|text| !text.is_empty())
        .is_some_and(|text| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_err())
    {
        ctx.invalid(avoid, "the annotation is not a JSON object")
            .path("metadata.annotations.AvoidPods");
    }
}

fn check_features(features: Field<'_>, ctx: &mut Context<'_>) {
    let mut before: Option<&str> = None;
    for feature in features.items() {
        let Some(name) = feature.str_or("") else {
            before = None;
            continue;
        };
        if !is_feature(name) {
            ctx.invalid(feature, format!("{} is not the name of a feature", quote(name)))
                .help("features are named like MyFeature or MyFeature/part");
        }
        match before.map(|before| before.cmp(name)) {
            Some(Ordering::Equal) => {
                ctx.duplicate(feature, name);
            }
            Some(Ordering::Greater) => {
                ctx.invalid(feature, "features must be in the order of their names");
            }
            _ => {}
        }
        before = Some(name);
    }
}

fn is_feature(name: &str) -> bool {
    let sound = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    name.len() <= MAX_FEATURE
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.split('/').all(sound)
}

fn check_networks(node: &Object<'_>, ctx: &mut Context<'_>) {
    let (single, list) = (node.get("spec").get("podCIDR"), node.get("spec").get("podCIDRs"));
    let Some(single_text) = single.str_or("") else { return };
    let first = list.items().next().and_then(Field::str).unwrap_or_default();
    // A podCIDR that differs from the first of podCIDRs replaces them.
    if !single_text.is_empty() && single_text != first {
        let before = ctx.count();
        net::check_cidr(single, ctx);
        ctx.set_path_since(before, "spec.podCIDRs[0]");
        return;
    }
    for block in list.items() {
        net::check_cidr(block, ctx);
    }
    if list.len() < 2 {
        return;
    }
    let blocks: Vec<_> = list.items().map(|item| item.str().and_then(net::parse_cidr)).collect();
    if blocks.contains(&None) {
        ctx.error(list, Reason::InternalError, "not all are CIDR blocks")
            .at(list.key_span());
    }
    let families: Vec<bool> = blocks.iter().flatten().map(|(ip, _)| ip.is_ipv4()).collect();
    if list.len() > 2 || families.len() < 2 || families[0] == families[1] {
        ctx.invalid(list, "at most one block for each IP family")
            .at(list.key_span());
    }
}
