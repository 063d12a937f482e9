use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A weight in the steps of a Rollout that is out of its range.
    ///
    /// ## What it does
    /// Checks `setWeight` in the steps of the canary strategy: a whole number from 0 to
    /// `trafficRouting.maxTrafficWeight`, which is 100 where it is not given. The stable side gets the rest.
    ///
    /// ## Why is this bad
    /// The server stores the Rollout, but its controller calls the specification invalid and goes no further.
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
    ///       - setWeight: 120
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
    ///       - setWeight: 20
    ///       - pause: {}
    ///       - setWeight: 60
    /// ```
    ///
    /// ## References
    /// - <https://argo-rollouts.readthedocs.io/en/stable/features/specification/>
    /// - <https://argo-rollouts.readthedocs.io/en/stable/features/canary/>
    id: "traffic/argo-weight", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Rollout.argoproj.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let Some(scale) = traffic::rollout_scale(object) else {
        return;
    };
    for step in traffic::steps(object) {
        check::traffic::check(step.get("setWeight"), scale, ctx);
    }
}
