use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// Pods of a Job end: their restart policy is Never or OnFailure.
    ///
    /// ## What it does
    /// Checks that the pod template of a Job, or of the Jobs of a CronJob, sets `restartPolicy` to `Never` or `OnFailure`, and
    /// to `Never` beside a `podFailurePolicy`.
    ///
    /// ## Why is this bad
    /// A policy that is not given is `Always`, with which the pods never end. The server refuses it. With `OnFailure` the
    /// kubelet restarts containers in place, and a failure policy never sees their exit codes.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   template:
    ///     spec: {containers: [{name: main, image: work:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   template:
    ///     spec: {restartPolicy: OnFailure, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#handling-pod-and-container-failures>
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy>
    id: "job/restart-policy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Job.batch", "CronJob.batch"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = super::spec(object);
    let field = spec.at(&["template", "spec", "restartPolicy"]);
    match field.non_empty_or("Always") {
        None | Some("Never") => {}
        Some("Always") => {
            let message = if field.is_empty() {
                "must be given, because the default is Always"
            } else {
                "may not be Always in a Job"
            };
            ctx.required(field, message).help("set Never or OnFailure");
        }
        Some("OnFailure") => {
            let policy = spec.get("podFailurePolicy");
            if policy.is_set() {
                ctx.invalid(field, "only Never is allowed beside podFailurePolicy")
                    .related(policy.key_span(), "the policy is here");
            }
        }
        Some(other) => {
            ctx.not_supported(field, other, &["OnFailure", "Never"]);
        }
    }
}
