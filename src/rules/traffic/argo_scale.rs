use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A step that sets the scale of a canary without traffic routing.
    ///
    /// ## What it does
    /// Reports `setCanaryScale` in the steps of a Rollout without `trafficRouting`.
    ///
    /// ## Why is this bad
    /// Without a router the scale decides the weight, so both cannot be set apart; the controller calls the
    /// specification invalid.
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
    ///       steps:
    ///       - setCanaryScale: {replicas: 1}
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
    ///       - setCanaryScale: {replicas: 1}
    ///       - setWeight: 20
    /// ```
    ///
    /// ## References
    /// - <https://argo-rollouts.readthedocs.io/en/stable/features/specification/>
    id: "traffic/argo-scale", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Rollout.argoproj.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    if !traffic::canary(object).get("trafficRouting").is_absent() {
        return;
    }
    for scale in traffic::steps(object).map(|step| step.get("setCanaryScale")) {
        if scale.is_set() {
            ctx.invalid(scale, "setCanaryScale needs trafficRouting")
                .at(scale.key_span())
                .help("set trafficRouting, or let setWeight decide how many pods there are");
        }
    }
}
