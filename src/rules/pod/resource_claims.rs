use crate::check::name;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// The claims of devices of a pod.
    ///
    /// ## What it does
    /// Checks that each of `spec.resourceClaims` has a name of its own that is a DNS label, and that it refers to one
    /// ResourceClaim or one ResourceClaimTemplate. Mirror pods have none.
    ///
    /// ## Why is this bad
    /// A claim that refers to nothing, or to two things, could not be allocated.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: train}
    /// spec:
    ///   resourceClaims: [{name: gpu}, {name: GPU_2, resourceClaimName: gpu, resourceClaimTemplateName: gpu}]
    ///   containers: [{name: train, image: train:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: train}
    /// spec:
    ///   resourceClaims: [{name: gpu, resourceClaimName: gpu}, {name: gpu-2, resourceClaimTemplateName: gpu}]
    ///   containers: [{name: train, image: train:1, resources: {claims: [{name: gpu}, {name: gpu-2}]}}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/>
    id: "pod/resource-claims", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["resourceClaims"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let claims = pod.spec.get("resourceClaims");
    if pod.is_pod() && pod.annotation("kubernetes.io/config.mirror").is_written() && claims.items().len() > 0 {
        // The server says so of no field at all, and looks no further.
        ctx.forbidden(
            claims,
            "a mirror pod, which a file on a node defines, can claim no devices",
        )
        .at(claims.key_span())
        .path("[]");
        return;
    }
    let mut seen: Vec<Field<'_>> = Vec::new();
    for claim in claims.items() {
        let name = claim.get("name");
        if let Some(other) = seen.iter().find(|other| !name.is_empty() && other.str() == name.str()) {
            ctx.duplicate(name, name.str().unwrap_or_default())
                .related(other.span(), "the other claim");
        } else {
            name::check_required(name, ctx, name::dns1123_label);
        }
        seen.push(name);
        let sources = [claim.get("resourceClaimName"), claim.get("resourceClaimTemplateName")];
        if name.is_wrong() {
            continue;
        }
        match sources.map(Field::is_set) {
            [true, true] => {
                ctx.invalid(
                    claim,
                    "may have one of resourceClaimName and resourceClaimTemplateName, not both",
                );
            }
            [false, false] => {
                ctx.invalid(claim, "must have a resourceClaimName or a resourceClaimTemplateName");
            }
            _ => {}
        }
        for source in sources {
            name::check_field(source, ctx, name::dns1123_subdomain);
        }
    }
}
