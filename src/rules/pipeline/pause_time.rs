use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{Level, all};

declare_rule! {
    /// A pause longer than the run.
    ///
    /// ## What it does
    /// Compares `pause_time` of the run and of stages with the time between start and end.
    ///
    /// ## Why is this bad
    /// The pause is part of that time, in milliseconds.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// start_time: 1717401600000
    /// end_time: 1717401601000
    /// pause_time: 1001
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// start_time: 1717401600000
    /// end_time: 1717401601000
    /// pause_time: 1000
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/pause-time", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for part in all(run)
        .into_iter()
        .filter(|part| matches!(part.level, Level::Run | Level::Stage))
    {
        let field = part.get("pause_time");
        let (Some(pause), Some((start, end))) = (field.int(), part.window()) else {
            continue;
        };
        if pause > end - start {
            let message = format!("a pause of {pause} ms in a {} of {} ms", part.level.name(), end - start);
            ctx.advise(field, message);
        }
    }
}
