use crate::cloud::embedded;
use crate::declare_rule;
use crate::document::Object;
use crate::json_schema::JsonSchema;
use crate::rule::{Context, Run};
use std::sync::LazyLock;

declare_rule! {
    /// A member of a traffic document with the wrong type.
    ///
    /// ## What it does
    /// Checks the types of the members around weighted traffic: lists of routes, destinations and backends, names,
    /// steps of a rollout, members of alias requests. The shares themselves have rules of their own. Other members of
    /// custom resources are left to the cluster, which has their definition.
    ///
    /// ## Why is this bad
    /// The definition of the custom resource, or the service, refuses the document.
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
    ///     - {destination: {host: 1, subset: v2}, weight: 10}
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
    /// - <https://gateway-api.sigs.k8s.io/reference/spec/>
    id: "traffic/type", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(
        &[
            "DestinationRule.networking.istio.io",
            "GRPCRoute.gateway.networking.k8s.io",
            "HTTPRoute.gateway.networking.k8s.io",
            "Rollout.argoproj.io",
            "Route.serving.knative.dev",
            "Service.serving.knative.dev",
            "TCPRoute.gateway.networking.k8s.io",
            "TLSRoute.gateway.networking.k8s.io",
            "TrafficSplit.split.smi-spec.io",
            "UDPRoute.gateway.networking.k8s.io",
            "VirtualService.networking.istio.io",
        ],
        check,
    ),
}

static SCHEMAS: [(&str, LazyLock<JsonSchema>); 6] = [
    (
        "DestinationRule",
        LazyLock::new(|| embedded(include_str!("../../../schemas/traffic/destination-rule.schema.json"))),
    ),
    (
        "Rollout",
        LazyLock::new(|| embedded(include_str!("../../../schemas/traffic/rollout.schema.json"))),
    ),
    (
        "TrafficSplit",
        LazyLock::new(|| embedded(include_str!("../../../schemas/traffic/traffic-split.schema.json"))),
    ),
    (
        "VirtualService",
        LazyLock::new(|| embedded(include_str!("../../../schemas/traffic/virtual-service.schema.json"))),
    ),
    (
        "gateway.networking.k8s.io",
        LazyLock::new(|| embedded(include_str!("../../../schemas/traffic/gateway-route.schema.json"))),
    ),
    (
        "serving.knative.dev",
        LazyLock::new(|| embedded(include_str!("../../../schemas/traffic/knative.schema.json"))),
    ),
];

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let mut schemas = SCHEMAS.iter();
    if let Some((_, schema)) = schemas.find(|(name, _)| *name == object.kind() || *name == object.group()) {
        schema.check(object, &RULE, ctx);
    }
}
