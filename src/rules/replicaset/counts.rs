use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// Counts and times of a ReplicaSet are not negative.
    ///
    /// ## What it does
    /// Checks that `spec.replicas` and `spec.minReadySeconds` are 0 or more.
    ///
    /// ## Why is this bad
    /// The server refuses the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: ReplicaSet
    /// metadata: {name: web}
    /// spec:
    ///   replicas: -1
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: apps/v1
    /// kind: ReplicaSet
    /// metadata: {name: web}
    /// spec:
    ///   replicas: 0
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/>
    id: "replicaset/counts", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ReplicaSet.apps"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = object.get("spec");
    for name in ["replicas", "minReadySeconds"] {
        check::int::non_negative(spec.get(name), ctx);
    }
}
