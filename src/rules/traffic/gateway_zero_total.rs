use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// Backends of a Gateway API route of which none gets traffic.
    ///
    /// ## What it does
    /// Reports rules whose backends all have the weight 0.
    ///
    /// ## Why is this bad
    /// The route is accepted, but every request it matches is answered with status 500.
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
    ///     - {name: web-v1, port: 80, weight: 0}
    ///     - {name: web-v2, port: 80, weight: 0}
    /// ```
    /// ```yaml,good
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata: {name: web}
    /// spec:
    ///   parentRefs: [{name: gateway}]
    ///   rules:
    ///   - backendRefs:
    ///     - {name: web-v1, port: 80, weight: 0}
    ///     - {name: web-v2, port: 80, weight: 1}
    /// ```
    ///
    /// ## References
    /// - <https://gateway-api.sigs.k8s.io/guides/user-guides/traffic-splitting/>
    /// - <https://gateway-api.sigs.k8s.io/reference/spec/>
    id: "traffic/gateway-zero-total", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&traffic::GATEWAY_ROUTES, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for split in traffic::gateway(object).filter(|split| split.is_zero()) {
        ctx.advise(
            split.list,
            "no backend has a weight above 0, so requests are answered with an error",
        )
        .at(split.list.key_span())
        .help("give at least one backend a weight above 0");
    }
}
