use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::all;

declare_rule! {
    /// An end before the start.
    ///
    /// ## What it does
    /// Compares `start_time` and `end_time` of the run, its stages, jobs and steps. The same time is fine.
    ///
    /// ## Why is this bad
    /// Nothing ends before it starts; often the two were swapped.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// start_time: 1717401600001
    /// end_time: 1717401600000
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// start_time: 1717401600000
    /// end_time: 1717401600000
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/time-order", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for part in all(run) {
        let (Some(start), Some(end)) = (part.time("start_time"), part.time("end_time")) else {
            continue;
        };
        if end < start {
            ctx.invalid(
                part.get("end_time"),
                format!("the {} ends {} ms before it starts", part.level.name(), start - end),
            )
            .related(part.get("start_time").span(), "its start");
        }
    }
}
