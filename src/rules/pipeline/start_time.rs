use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{self, has_started, is_time_set};

declare_rule! {
    /// A stage that has started without a start.
    ///
    /// ## What it does
    /// Reports a stage without `start_time` whose status says that it runs, waits in the middle, or has come to an end.
    ///
    /// ## Why is this bad
    /// How long it took cannot be told.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", status: RUNNING, start_time: null, jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", status: RUNNING, start_time: 1717401600000, jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/start-time", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for stage in pipeline::run(run).children() {
        let start = stage.get("start_time");
        let Some(status) = stage.status().filter(|status| has_started(status)) else {
            continue;
        };
        if !is_time_set(start) && !stage.is_misspelt("start_time") {
            ctx.advise(start, format!("the stage is {status} and has no start"))
                .related(stage.get("status").span(), "its status");
        }
    }
}
