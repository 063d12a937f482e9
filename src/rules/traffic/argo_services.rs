use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A Rollout that routes traffic without the two Services it needs.
    ///
    /// ## What it does
    /// With `trafficRouting` the canary strategy needs `canaryService` and `stableService`, unless Istio splits by the
    /// subsets of a DestinationRule or `pingPong` names both. The two must differ.
    ///
    /// ## Why is this bad
    /// The router tells old and new pods apart by their Services; the controller calls the specification invalid.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: argoproj.io/v1alpha1
    /// kind: Rollout
    /// metadata: {name: web}
    /// spec:
    ///   replicas: 4
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: "example.com/web:1"}]}
    ///   strategy:
    ///     canary:
    ///       trafficRouting: {nginx: {stableIngress: web}}
    ///       steps:
    ///       - setWeight: 20
    /// ```
    /// ```yaml,good
    /// apiVersion: argoproj.io/v1alpha1
    /// kind: Rollout
    /// metadata: {name: web}
    /// spec:
    ///   replicas: 4
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: "example.com/web:1"}]}
    ///   strategy:
    ///     canary:
    ///       canaryService: web-canary
    ///       stableService: web-stable
    ///       trafficRouting: {nginx: {stableIngress: web}}
    ///       steps:
    ///       - setWeight: 20
    /// ```
    ///
    /// ## References
    /// - <https://argo-rollouts.readthedocs.io/en/stable/features/specification/>
    id: "traffic/argo-services", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Rollout.argoproj.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let canary = traffic::canary(object);
    let routing = canary.get("trafficRouting");
    let services = canary.members(["canaryService", "stableService"]);
    // App Mesh splits between virtual nodes.
    let free = canary.get("pingPong").is_set()
        || routing.get("appMesh").is_set()
        || routing.get("istio").get("destinationRule").is_set();
    for service in services {
        if routing.is_set() && !free && service.str_or("") == Some("") {
            ctx.required(
                service,
                format!("{} must be given where traffic is routed", service.name()),
            );
        }
    }
    let [one, other] = services;
    if let (Some(first), Some(second)) = (one.str(), other.str())
        && first == second
        && !first.is_empty()
    {
        ctx.invalid(other, format!("{second:?} is the canary's Service too"))
            .related(one.span(), "the canary's Service")
            .help("name two Services");
    }
}
