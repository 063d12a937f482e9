use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A backend that a rule of a Gateway API route names twice.
    ///
    /// ## What it does
    /// Compares group, kind, namespace, name and port of the backends of each rule.
    ///
    /// ## Why is this bad
    /// The backend gets the sum of both weights, which is easily overlooked when one of them is changed.
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
    ///     - {name: web-v1, port: 80, weight: 10}
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
    /// - <https://gateway-api.sigs.k8s.io/reference/spec/>
    id: "traffic/gateway-duplicate", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&traffic::GATEWAY_ROUTES, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let own = object.get("metadata").get("namespace").str_or("");
    for split in traffic::gateway(object) {
        split.check_duplicates(ctx, |target| {
            let name = target.get("name");
            let mut text = name.str()?.to_owned();
            if let port @ 1.. = target.get("port").int_or(0)? {
                text.push_str(&format!(":{port}"));
            }
            match (target.get("kind").str_or("Service")?, target.get("group").str_or("")?) {
                ("Service", "") => {}
                (kind, group) => text.push_str(&format!(" {kind}.{group}")),
            }
            match target.get("namespace").str_or(own?)? {
                namespace if Some(namespace) == own => {}
                namespace => text.push_str(&format!(" in {namespace}")),
            }
            // The same backend with other filters is another target.
            target.get("filters").is_empty().then_some((text, name))
        });
    }
}
