use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A weight of a VirtualService that is no whole number from 0 up.
    ///
    /// ## What it does
    /// Checks `weight` in the routes of `http`, `tcp` and `tls`. The weights of a list are relative: each destination
    /// gets its weight's share of their sum, which need not be 100.
    ///
    /// ## Why is this bad
    /// Istio's webhook refuses the VirtualService.
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
    ///     - {destination: {host: web, subset: v1}, weight: -10}
    ///     - {destination: {host: web, subset: v2}, weight: 110}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.istio.io/v1
    /// kind: VirtualService
    /// metadata: {name: web}
    /// spec:
    ///   hosts: [web]
    ///   http:
    ///   - route:
    ///     - {destination: {host: web, subset: v1}, weight: 3}
    ///     - {destination: {host: web, subset: v2}, weight: 1}
    /// ```
    ///
    /// ## References
    /// - <https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination>
    id: "traffic/istio-weight", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["VirtualService.networking.istio.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    traffic::istio(object).for_each(|split| split.check_each(ctx));
}
