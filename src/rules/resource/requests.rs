use crate::check::{dra, name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The requests of a ResourceClaim.
    ///
    /// ## What it does
    /// Checks each of `devices.requests`: a name of its own, exactly one of `exactly` and `firstAvailable`, the
    /// device class, allocation mode and count, selectors in CEL, and tolerations.
    ///
    /// ## Why is this bad
    /// The scheduler could not find devices otherwise.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: resource.k8s.io/v1
    /// kind: ResourceClaim
    /// metadata: {name: gpus}
    /// spec:
    ///   devices:
    ///     requests:
    ///     - {name: Big, exactly: {deviceClassName: Gpu, allocationMode: Some, selectors: [{}]}}
    ///     - {name: a, exactly: {deviceClassName: "", count: -1}, firstAvailable: [{name: b, deviceClassName: gpu}]}
    ///     - {name: c}
    ///     - {name: c, exactly: {deviceClassName: gpu, allocationMode: All, count: 2, tolerations: [{operator: Is, effect: Never}]}}
    /// ```
    /// ```yaml,good
    /// apiVersion: resource.k8s.io/v1
    /// kind: ResourceClaim
    /// metadata: {name: gpus}
    /// spec:
    ///   devices:
    ///     requests:
    ///     - {name: big, exactly: {deviceClassName: gpu.example.com, count: 2, selectors: [{cel: {expression: "device.driver == 'a'"}}]}}
    ///     - {name: any, firstAvailable: [{name: large, deviceClassName: gpu.example.com, allocationMode: All}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#resourceclaims-templates>
    id: "resource/requests", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ResourceClaim.resource.k8s.io", "ResourceClaimTemplate.resource.k8s.io"], check),
}

const MODES: [&str; 2] = ["All", "ExactCount"];
const MAX_REQUESTS: usize = 32;
const MAX_SUBREQUESTS: usize = 8;

fn check(claim: &Object<'_>, ctx: &mut Context<'_>) {
    let requests = dra::devices(claim).get("requests");
    if requests.len() > MAX_REQUESTS {
        ctx.too_many(requests, requests.len(), MAX_REQUESTS);
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for request in requests.items() {
        check_name(request, &mut seen, ctx);
        let (exactly, first) = (request.get("exactly"), request.get("firstAvailable"));
        match (exactly.is_set(), !first.is_empty()) {
            (false, false) if !request.is_wrong() => {
                ctx.required(request, "a request needs exactly or firstAvailable");
            }
            (true, true) => {
                ctx.invalid(request, "exactly and firstAvailable exclude each other");
            }
            _ => {}
        }
        if exactly.is_set() && first.is_empty() {
            check_devices(exactly, ctx);
        }
        check_alternatives(first, ctx);
    }
}

fn check_name<'d>(request: Field<'d>, seen: &mut Vec<&'d str>, ctx: &mut Context<'_>) {
    let name = request.get("name");
    let Some(text) = name.str_or("") else { return };
    if let Some(fault) = name::dns1123_label(text) {
        ctx.invalid(name, format!("{} {fault}", quote(text)));
    }
    if seen.contains(&text) {
        ctx.duplicate(request, text);
    }
    seen.push(text);
}

fn check_alternatives(list: Field<'_>, ctx: &mut Context<'_>) {
    if list.len() > MAX_SUBREQUESTS {
        ctx.too_many(list, list.len(), MAX_SUBREQUESTS);
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for request in list.items() {
        check_name(request, &mut seen, ctx);
        check_devices(request, ctx);
    }
}

fn check_devices(request: Field<'_>, ctx: &mut Context<'_>) {
    let [class, mode, count] = ["deviceClassName", "allocationMode", "count"].map(|part| request.get(part));
    if class.is_empty() {
        ctx.required(class, "the device class must be named");
    }
    name::check_non_empty(class, ctx, name::dns1123_subdomain);
    dra::selectors(request.get("selectors"), ctx);
    let number = count.int_or(0).unwrap_or_default();
    match mode.non_empty_or("ExactCount") {
        Some("ExactCount") => {
            if number < 0 {
                ctx.invalid(count, format!("{number} is not above 0"));
            }
        }
        Some("All") => {
            if number != 0 {
                ctx.invalid(count, "goes with allocationMode: ExactCount only");
            }
        }
        Some(other) => {
            ctx.not_supported(mode, other, &MODES);
        }
        None => {}
    }
    dra::tolerations(request.get("tolerations"), ctx);
}
