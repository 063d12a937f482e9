use crate::declare_rule;
use crate::diagnostic::Severity;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{Level, all, class};

declare_rule! {
    /// A status that no step has.
    ///
    /// ## What it does
    /// Checks that `status` of steps is `RUNNING`, `CANCELED`, `COMPLETED` or `FAILED`. Another word that stages and
    /// jobs have is a warning: a step may well wait, although the reference does not say so.
    ///
    /// ## Why is this bad
    /// Programs that follow the run do not know the word.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs:
    ///       - identifier: JOB_aBcDe
    ///         steps: [{name: build, status: DONE}]
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs:
    ///       - identifier: JOB_aBcDe
    ///         steps: [{name: build, status: RUNNING}]
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/step-status", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

const STATUSES: [&str; 4] = ["RUNNING", "CANCELED", "COMPLETED", "FAILED"];

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for step in all(run).into_iter().filter(|part| part.level == Level::Step) {
        let field = step.get("status");
        let Some(status) = field.str().filter(|status| !STATUSES.contains(status)) else {
            continue;
        };
        let found = ctx.not_supported(field, status, &STATUSES);
        if class(status).is_some() {
            found.severity = Severity::Warning;
        }
    }
}
