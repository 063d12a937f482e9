use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::is_blank;

declare_rule! {
    /// A failure without a text.
    ///
    /// ## What it does
    /// Reports a `FAILED` job or step whose `message` is missing or empty.
    ///
    /// ## Why is this bad
    /// Nobody can tell from the answer why it failed.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, status: FAILED, message: "", end_time: 1717401660000}]
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, status: FAILED, message: exit status 2, end_time: 1717401660000}]
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/failure-text", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for part in super::jobs_and_steps(run).filter(|part| part.is("FAILED")) {
        let message = part.get("message");
        if is_blank(message) && !part.is_misspelt("message") {
            ctx.advise(message, format!("the {} failed without a text", part.level.name()));
        }
    }
}
