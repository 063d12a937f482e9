use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A destination without weight beside weighted ones.
    ///
    /// ## What it does
    /// Reports destinations of a VirtualService without `weight` in a list where others have one above 0.
    ///
    /// ## Why is this bad
    /// The weight counts as 0, so the destination gets no traffic: hardly what the author wants of it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.istio.io/v1
    /// kind: VirtualService
    /// metadata: {name: web}
    /// spec:
    ///   hosts: [web]
    ///   http:
    ///   - route:
    ///     - {destination: {host: web, subset: v1}, weight: 90}
    ///     - {destination: {host: web, subset: v2}}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.istio.io/v1
    /// kind: VirtualService
    /// metadata: {name: web}
    /// spec:
    ///   hosts: [web]
    ///   http:
    ///   - route:
    ///     - {destination: {host: web, subset: v1}, weight: 90}
    ///     - {destination: {host: web, subset: v2}, weight: 10}
    /// ```
    ///
    /// ## References
    /// - <https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination>
    id: "traffic/istio-missing-weight", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&["VirtualService.networking.istio.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for split in traffic::istio(object).filter(|split| !split.is_zero()) {
        let weighted = split.shares.iter().any(|share| share.weight.is_set());
        for share in split.missing().filter(|_| weighted) {
            ctx.advise(
                share.weight,
                "no weight beside weighted destinations, which counts as 0",
            )
            .help("write the weight, 0 where no traffic is wanted");
        }
    }
}
