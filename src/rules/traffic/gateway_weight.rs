use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A weight of a Gateway API route that is no whole number from 0 to 1000000.
    ///
    /// ## What it does
    /// Checks `weight` in the backends of HTTPRoutes, GRPCRoutes, TCPRoutes, TLSRoutes and UDPRoutes. Weights are
    /// relative: their sum need not be 100.
    ///
    /// ## Why is this bad
    /// The definition of the kind has this range, so the server refuses the route.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata: {name: web}
    /// spec:
    ///   parentRefs: [{name: gateway}]
    ///   rules:
    ///   - backendRefs:
    ///     - {name: web-v1, port: 80, weight: 2000000}
    ///     - {name: web-v2, port: 80, weight: 1}
    /// ```
    /// ```yaml,good
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata: {name: web}
    /// spec:
    ///   parentRefs: [{name: gateway}]
    ///   rules:
    ///   - backendRefs:
    ///     - {name: web-v1, port: 80, weight: 90}
    ///     - {name: web-v2, port: 80, weight: 10}
    /// ```
    ///
    /// ## References
    /// - <https://gateway-api.sigs.k8s.io/guides/user-guides/traffic-splitting/>
    /// - <https://gateway-api.sigs.k8s.io/reference/spec/>
    id: "traffic/gateway-weight", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&traffic::GATEWAY_ROUTES, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    traffic::gateway(object).for_each(|split| split.check_each(ctx));
}
