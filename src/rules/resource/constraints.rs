use crate::check::{dra, name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The constraints and the configuration of a ResourceClaim.
    ///
    /// ## What it does
    /// Checks that `devices.constraints` and `devices.config` name requests of the claim, each at most once, that
    /// attributes are fully qualified, and that configuration names its driver and has parameters.
    ///
    /// ## Why is this bad
    /// A constraint on a request that is not there would never hold.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: resource.k8s.io/v1
    /// kind: ResourceClaim
    /// metadata: {name: gpus}
    /// spec:
    ///   devices:
    ///     requests: [{name: big, exactly: {deviceClassName: gpu}}]
    ///     constraints: [{requests: [small, big, big], matchAttribute: model}, {}]
    ///     config: [{requests: [small]}, {opaque: {driver: "a b"}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: resource.k8s.io/v1
    /// kind: ResourceClaim
    /// metadata: {name: gpus}
    /// spec:
    ///   devices:
    ///     requests: [{name: big, exactly: {deviceClassName: gpu}}]
    ///     constraints: [{requests: [big], matchAttribute: gpu.example.com/model}]
    ///     config: [{requests: [big], opaque: {driver: gpu.example.com, parameters: {a: 1}}}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#resourceclaims-templates>
    id: "resource/constraints", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ResourceClaim.resource.k8s.io", "ResourceClaimTemplate.resource.k8s.io"], check),
}

const MAX_ITEMS: usize = 32;

fn check(claim: &Object<'_>, ctx: &mut Context<'_>) {
    let devices = dra::devices(claim);
    let requests = devices.get("requests");
    // With a name that cannot be read nobody knows which are there.
    let readable = requests.items().all(|request| request.get("name").str_or("").is_some());
    let known: Vec<String> = requests.items().flat_map(names).collect();
    for list in devices.members(["constraints", "config"]) {
        if list.len() > MAX_ITEMS {
            ctx.too_many(list, list.len(), MAX_ITEMS);
            continue;
        }
        for item in list.items() {
            check_requests(item.get("requests"), readable.then_some(&known), ctx);
            if list.name() == "config" {
                dra::opaque_config(item, ctx);
            } else {
                check_constraint(item, ctx);
            }
        }
    }
}

/// The names by which a request and its alternatives can be referred to.
fn names(request: Field<'_>) -> Vec<String> {
    let own = request.get("name").str().unwrap_or_default();
    let parts = request
        .get("firstAvailable")
        .items()
        .filter_map(|part| part.get("name").str());
    std::iter::once(own.to_owned())
        .chain(parts.map(|part| format!("{own}/{part}")))
        .collect()
}

fn check_requests(requests: Field<'_>, known: Option<&Vec<String>>, ctx: &mut Context<'_>) {
    if requests.len() > MAX_ITEMS {
        ctx.too_many(requests, requests.len(), MAX_ITEMS);
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for request in requests.items() {
        let Some(text) = request.str_or("") else { continue };
        let malformed = text.split('/').find_map(name::dns1123_label);
        if let Some(fault) = malformed {
            ctx.invalid(request, format!("{} {fault}", quote(text)));
        } else if known.is_some_and(|known| !known.iter().any(|name| name == text)) {
            ctx.invalid(request, format!("{} is no request of the claim", quote(text)));
        }
        if seen.contains(&text) {
            ctx.duplicate(request, text);
        }
        seen.push(text);
    }
}

/// For all that it says, the server takes both attributes beside each other.
fn check_constraint(constraint: Field<'_>, ctx: &mut Context<'_>) {
    let attributes = constraint.members(["matchAttribute", "distinctAttribute"]);
    for attribute in attributes {
        if let Some(text) = attribute.str() {
            dra::fully_qualified(attribute, text, ctx);
        }
    }
    if attributes.iter().all(|attribute| attribute.is_absent()) {
        ctx.required(constraint, "a constraint needs matchAttribute or distinctAttribute");
    }
}
