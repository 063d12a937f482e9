use crate::check::{cron, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// When a CronJob runs.
    ///
    /// ## What it does
    /// Checks that `spec.schedule` has the five fields of cron, each in its range, or is a word such as `@daily`, or `@every`
    /// and a duration. A time zone does not belong in it.
    ///
    /// ## Why is this bad
    /// The server refuses the object. With a time zone in the schedule, other tools would read other times out of it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata: {name: nightly}
    /// spec:
    ///   schedule: '0 24 * * *'
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
    ///   schedule: '0 0 * * 1-5'
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax>
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#unsupported-timezone-specification>
    id: "cronjob/schedule", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CronJob.batch"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let field = object.get("spec").get("schedule");
    let Some(text) = field.str_or("") else { return };
    if text.is_empty() {
        ctx.required(field, "must be given");
        return;
    }
    if text.contains("TZ") {
        ctx.invalid(field, format!("{} has a time zone in it", quote(text)))
            .help("set spec.timeZone instead");
    } else if let Some(wrong) = cron::schedule(text) {
        ctx.invalid(field, format!("{} {wrong}", quote(text)));
    }
}
