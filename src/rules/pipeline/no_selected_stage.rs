use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline;

declare_rule! {
    /// A completed run without a selected stage.
    ///
    /// ## What it does
    /// Reports a `COMPLETED` run none of whose stages is selected.
    ///
    /// ## Why is this bad
    /// Nothing ran.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// status: COMPLETED
    /// end_time: 1717401660000
    /// stages:
    ///   - {identifier: "0", is_select: false, status: UNSELECTED, jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// status: COMPLETED
    /// end_time: 1717401660000
    /// stages:
    ///   - {identifier: "0", is_select: true, status: SKIPPED, jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/no-selected-stage", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let run = pipeline::run(object);
    let stages = run.get("stages");
    if run.is("COMPLETED") && stages.is_list() && !run.children().any(|stage| stage.is_selected()) {
        ctx.advise(stages, "the run is COMPLETED, and no stage is selected")
            .at(stages.key_span());
    }
}
