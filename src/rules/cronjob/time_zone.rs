use crate::check::{cron, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The time zone of a CronJob is one of the IANA database.
    ///
    /// ## What it does
    /// Checks that `spec.timeZone`, where it is set, is the name of a zone, such as `Europe/Berlin`, in its own case, and
    /// neither empty nor `Local`.
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
    ///   timeZone: europe/berlin
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
    ///   timeZone: Europe/Berlin
    ///   jobTemplate:
    ///     spec:
    ///       template:
    ///         spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones>
    /// - <https://www.iana.org/time-zones>
    id: "cronjob/time-zone", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CronJob.batch"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let field = object.get("spec").get("timeZone");
    let Some(text) = field.str() else { return };
    if text.is_empty() {
        ctx.invalid(field, "may not be empty")
            .help("remove it to use the time zone of the controller");
    } else if text.eq_ignore_ascii_case("Local") {
        ctx.invalid(field, format!("{} means another zone on each machine", quote(text)))
            .help("name the zone, or remove it to use that of the controller");
    } else if let Some(wrong) = cron::time_zone(text) {
        ctx.invalid(field, format!("{} {wrong}", quote(text)));
    }
}
