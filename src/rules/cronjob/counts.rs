use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// Counts and times of a CronJob are not negative.
    ///
    /// ## What it does
    /// Checks that `startingDeadlineSeconds`, `successfulJobsHistoryLimit` and `failedJobsHistoryLimit` of the spec are 0 or
    /// more.
    ///
    /// ## Why is this bad
    /// The server refuses the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata: {name: nightly}
    /// spec:
    ///   schedule: "0 3 * * *"
    ///   failedJobsHistoryLimit: -1
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata: {name: nightly}
    /// spec:
    ///   schedule: "0 3 * * *"
    ///   failedJobsHistoryLimit: 0
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits>
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline>
    id: "cronjob/counts", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CronJob.batch"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = object.get("spec");
    for name in [
        "startingDeadlineSeconds",
        "successfulJobsHistoryLimit",
        "failedJobsHistoryLimit",
    ] {
        check::int::non_negative(spec.get(name), ctx);
    }
}
