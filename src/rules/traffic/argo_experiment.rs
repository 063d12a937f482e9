use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A weight of an experiment that no router of a Rollout can give.
    ///
    /// ## What it does
    /// Reports `weight` in the templates of an `experiment` step where `trafficRouting` has none of ALB, SMI, Istio or
    /// a plug-in.
    ///
    /// ## Why is this bad
    /// Only these routers can send a share of the traffic to an experiment; the controller calls the specification
    /// invalid.
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
    ///       canaryService: web-canary
    ///       stableService: web-stable
    ///       trafficRouting: {nginx: {stableIngress: web}}
    ///       steps:
    ///       - experiment: {templates: [{name: canary, specRef: canary, weight: 5}]}
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
    ///       trafficRouting: {smi: {}}
    ///       steps:
    ///       - experiment: {templates: [{name: canary, specRef: canary, weight: 5}]}
    /// ```
    ///
    /// ## References
    /// - <https://argo-rollouts.readthedocs.io/en/stable/features/specification/>
    id: "traffic/argo-experiment", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Rollout.argoproj.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let routing = traffic::canary(object).get("trafficRouting");
    if routing.is_wrong()
        || ["alb", "smi", "istio", "plugins"]
            .iter()
            .any(|name| routing.get(name).is_written())
    {
        return;
    }
    for step in traffic::steps(object) {
        for template in step.get("experiment").get("templates").items() {
            let weight = template.get("weight");
            if weight.is_set() {
                ctx.invalid(
                    weight,
                    "a weight of an experiment needs trafficRouting with alb, smi, istio or plugins",
                )
                .help("remove the weight, or route with one of these");
            }
        }
    }
}
