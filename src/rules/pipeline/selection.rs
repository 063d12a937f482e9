use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::stages_and_jobs;

declare_rule! {
    /// A status that does not go with the selection.
    ///
    /// ## What it does
    /// Reports a stage or job that is not selected and has another status than `UNSELECTED` or `SKIPPED`, and one that
    /// is `UNSELECTED` although `is_select` is true.
    ///
    /// ## Why is this bad
    /// What is not selected does not run.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", is_select: false, status: COMPLETED, start_time: 1717401600000, end_time: 1717401600000, jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", is_select: false, status: UNSELECTED, jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/selection", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for part in stages_and_jobs(run) {
        let (select, kind) = (part.get("is_select"), part.level.name());
        let Some(status) = part.status() else { continue };
        match select.bool() {
            Some(false) if !["UNSELECTED", "SKIPPED"].contains(&status) => {
                ctx.advise(
                    part.get("status"),
                    format!("the {kind} is not selected and yet {status}"),
                )
                .related(select.span(), "the selection");
            }
            Some(true) if status == "UNSELECTED" => {
                ctx.advise(select, format!("the {kind} is selected and yet {status}"))
                    .related(part.get("status").span(), "its status");
            }
            _ => {}
        }
    }
}
