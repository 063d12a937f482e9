use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// Counts and times of a Job are not negative.
    ///
    /// ## What it does
    /// Checks that `parallelism`, `completions`, `backoffLimit`, `activeDeadlineSeconds` and `ttlSecondsAfterFinished` of a
    /// Job, or of the Jobs of a CronJob, are 0 or more.
    ///
    /// ## Why is this bad
    /// The server refuses the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   backoffLimit: -1
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   backoffLimit: 0
    ///   ttlSecondsAfterFinished: 0
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#parallel-jobs>
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup>
    id: "job/counts", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Job.batch", "CronJob.batch"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = super::spec(object);
    for name in [
        "parallelism",
        "completions",
        "backoffLimit",
        "activeDeadlineSeconds",
        "ttlSecondsAfterFinished",
    ] {
        check::int::non_negative(spec.get(name), ctx);
    }
}
