use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// Counts and times of a StatefulSet are not negative.
    ///
    /// ## What it does
    /// Checks that `spec.replicas`, `spec.minReadySeconds` and `spec.ordinals.start` are 0 or more. Of a negative
    /// `spec.revisionHistoryLimit` the server only warns.
    ///
    /// ## Why is this bad
    /// The server refuses the object. With a negative history limit all old revisions are kept.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: StatefulSet
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
    /// kind: StatefulSet
    /// metadata: {name: web}
    /// spec:
    ///   replicas: 3
    ///   ordinals: {start: 1}
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/>
    id: "statefulset/counts", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["StatefulSet.apps"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = object.get("spec");
    for field in [
        spec.get("replicas"),
        spec.get("minReadySeconds"),
        spec.at(&["ordinals", "start"]),
    ] {
        check::int::non_negative(field, ctx);
    }
    let history = spec.get("revisionHistoryLimit");
    if let Some(limit) = history.int()
        && limit < 0
    {
        ctx.warn(history, format!("{limit} keeps all old revisions"))
            .help("set 0 or more");
    }
}
