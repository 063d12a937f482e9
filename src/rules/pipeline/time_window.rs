use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{Part, all};

declare_rule! {
    /// A part that runs outside the time of the whole.
    ///
    /// ## What it does
    /// Compares the times of steps with their job or stage, of jobs with their stage and of stages with the run. A
    /// second more or less is fine.
    ///
    /// ## Why is this bad
    /// A part runs while the whole does; one of the times is wrong.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// start_time: 1717401600000
    /// end_time: 1717401660000
    /// stages:
    ///   - {identifier: "0", start_time: 1717401600000, end_time: 1717401670000, jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// start_time: 1717401600000
    /// end_time: 1717401660000
    /// stages:
    ///   - {identifier: "0", start_time: 1717401600000, end_time: 1717401661000, jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/time-window", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

/// Clocks of two machines may differ by this much.
const SLACK: i64 = 1000;

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for whole in all(run) {
        for part in whole.children() {
            compare(whole, part, ctx);
        }
    }
}

fn compare(whole: Part<'_>, part: Part<'_>, ctx: &mut Context<'_>) {
    // Times out of order are reported as such.
    let ordered = |part: Part<'_>| {
        let (start, end) = (part.time("start_time"), part.time("end_time"));
        start.zip(end).is_none_or(|(start, end)| start <= end)
    };
    if !ordered(whole) || !ordered(part) {
        return;
    }
    let name = format!("the {}", part.level.name());
    let of = whole.level.name();
    let (start, end) = (part.time("start_time"), part.time("end_time"));
    if let (Some(start), Some(bound)) = (start, whole.time("start_time"))
        && start < bound - SLACK
    {
        ctx.advise(
            part.get("start_time"),
            format!("{name} starts {} ms before the {of}", bound - start),
        )
        .related(whole.get("start_time").span(), format!("the start of the {of}"));
    }
    let Some(bound) = whole.time("end_time") else { return };
    let late = [("end_time", "ends", end), ("start_time", "starts", start)]
        .into_iter()
        .find_map(|(member, verb, time)| Some((member, verb, time.filter(|time| *time > bound + SLACK)?)));
    if let Some((member, verb, time)) = late {
        ctx.advise(
            part.get(member),
            format!("{name} {verb} {} ms after the end of the {of}", time - bound),
        )
        .related(whole.get("end_time").span(), format!("the end of the {of}"));
    }
}
