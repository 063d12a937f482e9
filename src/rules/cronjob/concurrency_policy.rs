use crate::check::enums;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// What a CronJob does when the last Job still runs.
    ///
    /// ## What it does
    /// Checks that `spec.concurrencyPolicy`, where it is not empty, is `Allow`, `Forbid` or `Replace`.
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
    ///   concurrencyPolicy: Skip
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
    ///   concurrencyPolicy: Forbid
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy>
    id: "cronjob/concurrency-policy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CronJob.batch"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let policy = object.get("spec").get("concurrencyPolicy");
    enums::check_non_empty(policy, ctx, &["Allow", "Forbid", "Replace"]);
}
