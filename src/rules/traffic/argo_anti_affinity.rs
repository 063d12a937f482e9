use crate::check;
use crate::check::traffic::Scale;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A weight of the anti-affinity of a Rollout that is out of its range.
    ///
    /// ## What it does
    /// Checks `antiAffinity.preferredDuringSchedulingIgnoredDuringExecution.weight` of both strategies: a whole number
    /// from 1 to 100.
    ///
    /// ## Why is this bad
    /// It becomes the weight of a scheduling term, which has this range; the controller calls the specification
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
    ///       antiAffinity:
    ///         preferredDuringSchedulingIgnoredDuringExecution: {weight: 0}
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
    ///       antiAffinity:
    ///         preferredDuringSchedulingIgnoredDuringExecution: {weight: 100}
    ///       steps:
    ///       - setWeight: 20
    /// ```
    ///
    /// ## References
    /// - <https://argo-rollouts.readthedocs.io/en/stable/features/specification/>
    id: "traffic/argo-anti-affinity", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Rollout.argoproj.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for strategy in ["canary", "blueGreen"] {
        let affinity = object.get("spec").at(&["strategy", strategy, "antiAffinity"]);
        let term = affinity.get("preferredDuringSchedulingIgnoredDuringExecution");
        let weight = term.get("weight");
        check::traffic::check(weight, Scale::Whole { min: 1, max: 100 }, ctx);
        if term.is_set() && weight.is_absent() {
            ctx.required(weight, "weight is missing, and 0 is below 1");
        }
    }
}
