use crate::check::enums;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// When a Job replaces pods.
    ///
    /// ## What it does
    /// Checks that `podReplacementPolicy`, where it is set, is `Failed` or `TerminatingOrFailed`, and beside a
    /// `podFailurePolicy` is `Failed`.
    ///
    /// ## Why is this bad
    /// A failure policy looks at how a pod failed, so a replacement cannot start before. The server refuses others.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]}
    ///   podReplacementPolicy: TerminatingOrFailed
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]}
    ///   podReplacementPolicy: Failed
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-replacement-policy>
    id: "job/pod-replacement-policy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Job.batch", "CronJob.batch"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = super::spec(object);
    let field = spec.get("podReplacementPolicy");
    let policy = spec.get("podFailurePolicy");
    if policy.is_absent() {
        enums::check(field, ctx, &["Failed", "TerminatingOrFailed"]);
    } else if let Some(text) = field.str()
        && text != "Failed"
    {
        ctx.not_supported(field, text, &["Failed"])
            .related(policy.key_span(), "beside a podFailurePolicy");
    }
}
