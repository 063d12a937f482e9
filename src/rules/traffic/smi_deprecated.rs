use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A TrafficSplit, of a specification that has come to its end.
    ///
    /// ## What it does
    /// Reports every TrafficSplit. The Service Mesh Interface was archived in 2023; HTTPRoutes of the Gateway API split
    /// traffic in meshes now.
    ///
    /// ## Why is this bad
    /// Nobody mends or carries on what the document relies on.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: split.smi-spec.io/v1alpha4
    /// kind: TrafficSplit
    /// metadata: {name: web}
    /// spec:
    ///   service: web
    ///   backends:
    ///   - {service: web-v1, weight: 90}
    ///   - {service: web-v2, weight: 10}
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
    /// - <https://github.com/servicemeshinterface/smi-spec/blob/main/apis/traffic-split/v1alpha4/traffic-split.md>
    /// - <https://gateway-api.sigs.k8s.io/guides/user-guides/traffic-splitting/>
    id: "traffic/smi-deprecated", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Object(&["TrafficSplit.split.smi-spec.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    ctx.advise(
        object.get("kind"),
        "TrafficSplit belongs to a specification that was archived in 2023",
    )
    .help("use an HTTPRoute of the Gateway API");
}
