use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A backend without weight beside heavily weighted ones.
    ///
    /// ## What it does
    /// Reports backends without `weight` in a rule where all others have a weight of at least 10.
    ///
    /// ## Why is this bad
    /// A weight that is not given counts as 1, so the backend gets hardly any traffic.
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
    ///     - {name: web-v1, port: 80, weight: 90}
    ///     - {name: web-v2, port: 80}
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
    id: "traffic/gateway-missing-weight", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&traffic::GATEWAY_ROUTES, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for split in traffic::gateway(object) {
        let mut given = split.shares.iter().filter(|share| !share.weight.is_absent()).peekable();
        if given.peek().is_none() || !given.all(|share| share.weight.int().is_some_and(|weight| weight >= 10)) {
            continue;
        }
        for share in split.missing() {
            ctx.advise(share.weight, "no weight beside weighted backends, which counts as 1")
                .help("write the weight");
        }
    }
}
