use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// Several destinations of a VirtualService of which none gets traffic.
    ///
    /// ## What it does
    /// Reports lists of two or more destinations whose weights add up to 0. A weight that is not given is 0. A single
    /// destination gets everything, whatever its weight.
    ///
    /// ## Why is this bad
    /// Istio's webhook refuses the VirtualService: shares of nothing cannot be told.
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
    ///     - {destination: {host: web, subset: v1}, weight: 0}
    ///     - {destination: {host: web, subset: v2}, weight: 0}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.istio.io/v1
    /// kind: VirtualService
    /// metadata: {name: web}
    /// spec:
    ///   hosts: [web]
    ///   http:
    ///   - route:
    ///     - {destination: {host: web, subset: v1}, weight: 0}
    ///     - {destination: {host: web, subset: v2}, weight: 1}
    /// ```
    ///
    /// ## References
    /// - <https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination>
    id: "traffic/istio-zero-total", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["VirtualService.networking.istio.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for split in traffic::istio(object).filter(|split| split.shares.len() > 1 && split.is_zero()) {
        ctx.invalid(
            split.list,
            format!("the weights of {} destinations add up to 0", split.shares.len()),
        )
        .at(split.list.key_span())
        .help("give at least one destination a weight above 0; one that is not given counts as 0");
    }
}
