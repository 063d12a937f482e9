use crate::check::{dra, name};
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
        check_name(request, false, &mut seen, ctx);
        let (exactly, first) = (dra::exact(claim, request), request.get("firstAvailable"));
        let both = exactly.is_set() && !first.is_empty();
        if both {
            ctx.invalid(request, "exactly and firstAvailable exclude each other")
                .at(first.key_span())
                .related(exactly.key_span(), "the other one");
        } else if exactly.is_absent() && first.is_empty() && !request.is_wrong() {
            ctx.required(request, "a request needs exactly or firstAvailable");
        }
        if exactly.is_set() {
            check_admin(exactly, request, ctx);
            check_devices(exactly, both, ctx);
        }
        check_alternatives(first, both, ctx);
    }
}

/// The server asks for a label of the namespace, which a document cannot show. Of a template it gives the path that the
/// request has in a claim.
fn check_admin(exactly: Field<'_>, request: Field<'_>, ctx: &mut Context<'_>) {
    let admin = exactly.get("adminAccess");
    if admin.bool() == Some(true) {
        let path = request.path(ctx.object());
        let path = path
            .strip_prefix("spec.spec.")
            .map_or(path.clone(), |rest| format!("spec.{rest}"));
        ctx.forbidden(
            admin,
            "access as administrator is refused in namespaces that do not allow it",
        )
        .path(format!("{path}.adminAccess"))
        .help("the namespace needs the label resource.kubernetes.io/admin-access: \"true\"");
    }
}

/// Of requests that the server has given up on, as `declared` says, it finds names that stand twice only.
fn check_name<'d>(request: Field<'d>, declared: bool, seen: &mut Vec<&'d str>, ctx: &mut Context<'_>) {
    let name = request.get("name");
    let Some(text) = name.str_or("") else { return };
    if !declared {
        name::check_item(name, ctx, name::dns1123_label);
    }
    if seen.contains(&text) {
        ctx.duplicate(request, text).at(name.span());
    }
    seen.push(text);
}

fn check_alternatives(list: Field<'_>, declared: bool, ctx: &mut Context<'_>) {
    if list.len() > MAX_SUBREQUESTS {
        ctx.too_many(list, list.len(), MAX_SUBREQUESTS);
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for request in list.items() {
        check_name(request, declared, &mut seen, ctx);
        let class = request.get("deviceClassName");
        if declared {
            name::check_required(class, ctx, name::dns1123_subdomain);
        }
        check_devices(request, declared, ctx);
    }
}

/// Checks what a request asks for; where it has both forms, only what the API itself declares.
fn check_devices(request: Field<'_>, declared: bool, ctx: &mut Context<'_>) {
    let [class, mode, count] = request.members(["deviceClassName", "allocationMode", "count"]);
    if !declared {
        name::check_required(class, ctx, name::dns1123_subdomain);
    }
    dra::selectors(request.get("selectors"), declared, ctx);
    let number = count.int_or(0).unwrap_or_default();
    match mode.non_empty_or("ExactCount") {
        Some("ExactCount") => {
            if number < 0 && !declared {
                ctx.invalid(count, format!("{number} is not above 0"));
            }
        }
        Some("All") => {
            if number != 0 && !declared {
                ctx.invalid(count, "goes with allocationMode: ExactCount only")
                    .related(mode.span(), "the mode");
            }
        }
        Some(other) => {
            ctx.not_supported(mode, other, &MODES);
        }
        None => {}
    }
    dra::tolerations(request.get("tolerations"), declared, ctx);
}
