use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{Level, all};

declare_rule! {
    /// A time-out that is no positive number.
    ///
    /// ## What it does
    /// Reports `timeout` of jobs that is neither empty nor the digits of a number above 0. The unit is not documented.
    ///
    /// ## Why is this bad
    /// Nobody can tell when the job would be stopped.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, timeout: 1h}]
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, timeout: "60"}]
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/timeout", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for job in all(run).into_iter().filter(|part| part.level == Level::Job) {
        let field = job.get("timeout");
        let Some(text) = field.str().filter(|text| !text.is_empty()) else {
            continue;
        };
        let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits || text.bytes().all(|byte| byte == b'0') {
            ctx.advise(field, format!("{} is no positive number", quote(text)))
                .help("write digits in quotes, or an empty text");
        }
    }
}
