use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A rule of a Gateway API route with too many backends, or without the one it needs.
    ///
    /// ## What it does
    /// Counts `backendRefs` of each rule: at most 16, and at least one in a TCPRoute, TLSRoute or UDPRoute.
    ///
    /// ## Why is this bad
    /// The definition of the kind has these limits, so the server refuses the route.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: gateway.networking.k8s.io/v1alpha2
    /// kind: TCPRoute
    /// metadata: {name: db}
    /// spec:
    ///   rules:
    ///   - backendRefs: []
    /// ```
    /// ```yaml,good
    /// apiVersion: gateway.networking.k8s.io/v1alpha2
    /// kind: TCPRoute
    /// metadata: {name: db}
    /// spec:
    ///   rules:
    ///   - backendRefs: [{name: db, port: 5432}]
    /// ```
    ///
    /// ## References
    /// - <https://gateway-api.sigs.k8s.io/reference/spec/>
    id: "traffic/gateway-backends", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&traffic::GATEWAY_ROUTES, check),
}

const MAX: usize = 16;

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let needed = !matches!(object.kind(), "HTTPRoute" | "GRPCRoute");
    for backends in traffic::gateway_rules(object).map(|rule| rule.get("backendRefs")) {
        if backends.len() > MAX {
            ctx.too_many(backends, backends.len(), MAX).at(backends.key_span());
        } else if needed && (backends.is_absent() || backends.is_list() && backends.is_empty()) {
            ctx.required(backends, "no backend for the traffic")
                .at(backends.key_span());
        }
    }
}
