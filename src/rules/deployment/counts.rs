use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// Counts and times of a Deployment are in range.
    ///
    /// ## What it does
    /// Checks that `replicas`, `minReadySeconds`, `revisionHistoryLimit` and `progressDeadlineSeconds` of the spec are 0 or
    /// more, and that the deadline, 600 seconds where it is absent, is longer than the time a pod must be ready.
    ///
    /// ## Why is this bad
    /// A rollout could never make progress in time when a pod counts as available only after the deadline. The server refuses it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: web}
    /// spec:
    ///   minReadySeconds: 60
    ///   progressDeadlineSeconds: 60
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: web}
    /// spec:
    ///   minReadySeconds: 60
    ///   progressDeadlineSeconds: 120
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds>
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#min-ready-seconds>
    id: "deployment/counts", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Deployment.apps"], check),
}

/// The deadline where none is given.
const DEFAULT_DEADLINE: i64 = 600;

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = object.get("spec");
    let counts = spec.members([
        "replicas",
        "minReadySeconds",
        "revisionHistoryLimit",
        "progressDeadlineSeconds",
    ]);
    let [_, ready, _, deadline] = counts;
    for field in counts {
        check::int::non_negative(field, ctx);
    }
    let (Some(seconds), Some(limit)) = (ready.int_or(0), deadline.int_or(DEFAULT_DEADLINE)) else {
        return;
    };
    if limit <= seconds {
        let found = ctx.invalid(deadline, format!("{limit} is not above minReadySeconds, {seconds}"));
        found.related(ready.span(), format!("pods must be ready for {seconds} seconds"));
        if deadline.is_absent() {
            found.at(ready.span()).help(format!(
                "without progressDeadlineSeconds the deadline is {DEFAULT_DEADLINE}"
            ));
        }
    }
}
