use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::is_blank;

declare_rule! {
    /// A success with a text.
    ///
    /// ## What it does
    /// Reports a `COMPLETED` job or step whose `message` is not empty.
    ///
    /// ## Why is this bad
    /// The member is for errors; what it says may matter although the status does not tell.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, status: COMPLETED, message: no steps, end_time: 1717401660000}]
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, status: COMPLETED, message: "", end_time: 1717401660000}]
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/success-text", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for part in super::jobs_and_steps(run).filter(|part| part.is("COMPLETED")) {
        let message = part.get("message");
        if message.str().is_some() && !is_blank(message) {
            ctx.advise(
                message,
                format!("the {} is COMPLETED and has an error text", part.level.name()),
            );
        }
    }
}
