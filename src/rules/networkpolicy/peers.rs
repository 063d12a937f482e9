use crate::check::{net, selector};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The peers, selectors and policy types of a NetworkPolicy.
    ///
    /// ## What it does
    /// Checks `podSelector`, `policyTypes`, and each peer: an IP block alone, or selectors, blocks that are CIDR
    /// blocks, and exceptions that lie strictly inside their block.
    ///
    /// ## Why is this bad
    /// A peer that says nothing, or two things at once, would allow more or less than was meant.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: db}
    /// spec:
    ///   podSelector: {matchExpressions: [{key: role, operator: Is, values: [db]}]}
    ///   policyTypes: [ingress]
    ///   ingress:
    ///   - from:
    ///     - {}
    ///     - {podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}
    ///     - {ipBlock: {cidr: 10.0.0.0}}
    ///     - {ipBlock: {except: [10.0.0.0/8]}}
    ///   egress:
    ///   - to: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/8, 10.0.0.0/8, x]}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: db}
    /// spec:
    ///   podSelector: {matchLabels: {role: db}}
    ///   policyTypes: [Ingress, Egress]
    ///   ingress: [{from: [{podSelector: {}, namespaceSelector: {}}]}]
    ///   egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/network-policies/>
    id: "networkpolicy/peers", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["NetworkPolicy.networking.k8s.io"], check),
}

const TYPES: [&str; 2] = ["Egress", "Ingress"];

fn check(policy: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = policy.get("spec");
    selector::label_selector(spec.get("podSelector"), ctx);
    for (rules, peers) in [("ingress", "from"), ("egress", "to")] {
        for peer in spec.get(rules).items().flat_map(|rule| rule.get(peers).items()) {
            check_peer(peer, ctx);
        }
    }
    let types = spec.get("policyTypes");
    if types.len() > TYPES.len() {
        ctx.invalid(
            types,
            format!("{} policy types, there are only {}", types.len(), TYPES.len()),
        );
        return;
    }
    for kind in types.items() {
        if let Some(text) = kind.str_or("").filter(|text| !TYPES.contains(text)) {
            ctx.not_supported(kind, text, &TYPES);
        }
    }
}

fn check_peer(peer: Field<'_>, ctx: &mut Context<'_>) {
    let (block, pods, namespaces) = (
        peer.get("ipBlock"),
        peer.get("podSelector"),
        peer.get("namespaceSelector"),
    );
    for selector in [pods, namespaces] {
        selector::label_selector(selector, ctx);
    }
    let selects = pods.is_set() || namespaces.is_set();
    if block.is_set() {
        check_block(block, ctx);
        if selects {
            ctx.forbidden(peer, "an IP block stands alone in its peer")
                .related(block.key_span(), "the block");
        }
    } else if !selects && !peer.is_wrong() {
        ctx.required(peer, "a peer needs a selector or an IP block");
    }
}

fn check_block(block: Field<'_>, ctx: &mut Context<'_>) {
    let cidr = block.get("cidr");
    let Some(text) = cidr.str_or("") else { return };
    if text.is_empty() {
        ctx.required(cidr, "an IP block needs its cidr");
        return;
    }
    net::check_cidr(cidr, ctx);
    let Some(outer) = net::parse_cidr(text) else { return };
    for except in block.get("except").items() {
        net::check_cidr(except, ctx);
        let inner = except.str().and_then(net::parse_cidr);
        if inner.is_some_and(|inner| !net::contains(outer, inner) || inner.1 == outer.1) {
            ctx.invalid(except, format!("must lie strictly inside {text}"))
                .related(cidr.span(), "the block");
        }
    }
}
