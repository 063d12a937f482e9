use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{Level, all};

declare_rule! {
    /// A job that completed without steps.
    ///
    /// ## What it does
    /// Reports a `COMPLETED` job whose list of steps is empty.
    ///
    /// ## Why is this bad
    /// Nothing ran.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, status: COMPLETED, end_time: 1717401660000, steps: []}]
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, status: COMPLETED, end_time: 1717401660000, steps: [{status: COMPLETED, end_time: 1717401660000}]}]
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/no-steps", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for job in all(run).into_iter().filter(|part| part.level == Level::Job) {
        let steps = job.get("steps");
        let is_none = steps.is_written() && steps.is_empty();
        if job.is("COMPLETED") && is_none {
            ctx.advise(steps, "the job is COMPLETED and has no steps");
        }
    }
}
