use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{Class, Level, all, is_time_set};

declare_rule! {
    /// An end that does not go with the status.
    ///
    /// ## What it does
    /// Reports an `end_time` of what is still under way, and one that is missing from what has ended. What was skipped,
    /// left out, ignored or stopped before it started needs none.
    ///
    /// ## Why is this bad
    /// Whether something has ended is read from either.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// status: RUNNING
    /// start_time: 1717401600000
    /// end_time: 1717401660000
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// status: RUNNING
    /// start_time: 1717401600000
    /// end_time: null
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/end-time", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for part in all(run) {
        let (Some(status), Some(class)) = (part.status(), part.class()) else {
            continue;
        };
        // A step that waits is reported as such.
        if part.level == Level::Step && class == Class::Active && status != "RUNNING" {
            continue;
        }
        let end = part.get("end_time");
        let kind = part.level.name();
        let never_started = (class == Class::Neutral || status == "CANCELED") && part.time("start_time").is_none();
        if class == Class::Active && is_time_set(end) {
            ctx.advise(end, format!("the {kind} is {status} and has an end"))
                .related(part.get("status").span(), "its status")
                .help("null or 0 stands for none");
        } else if class != Class::Active && !is_time_set(end) && !never_started && !part.is_misspelt("end_time") {
            ctx.advise(end, format!("the {kind} is {status} and has no end"))
                .related(part.get("status").span(), "its status");
        }
    }
}
