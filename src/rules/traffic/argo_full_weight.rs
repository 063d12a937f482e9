use crate::check::traffic::Scale;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A step of a Rollout that gives everything to the new version before the last step.
    ///
    /// ## What it does
    /// Reports `setWeight: 100` (or `maxTrafficWeight`) in a step that is not the last.
    ///
    /// ## Why is this bad
    /// From there on all traffic goes to the new version, so the steps behind it test nothing; the end of the steps
    /// means the same.
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
    ///       - setWeight: 100
    ///       - pause: {}
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
    ///       steps:
    ///       - setWeight: 50
    ///       - pause: {}
    /// ```
    ///
    /// ## References
    /// - <https://argo-rollouts.readthedocs.io/en/stable/features/canary/>
    id: "traffic/argo-full-weight", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Object(&["Rollout.argoproj.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let Some(Scale::Whole { max, .. }) = traffic::rollout_scale(object) else {
        return;
    };
    for step in traffic::steps(object).rev().skip(1) {
        let weight = step.get("setWeight");
        if weight.int() == Some(max) && max > 0 {
            ctx.advise(
                weight,
                format!("{max} gives the new version all traffic before the last step"),
            );
        }
    }
}
