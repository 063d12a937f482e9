use super::{MERGE_REQUEST, disagreement, sources};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::is_blank;

declare_rule! {
    /// A trigger that differs from the event of the source.
    ///
    /// ## What it does
    /// Compares `trigger_type` of the run with `event_type` of its source, where there is one source.
    ///
    /// ## Why is this bad
    /// Both say what started the run.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// trigger_type: Push
    /// sources:
    ///   - {type: code, params: {build_params: {event_type: Manual}}}
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// trigger_type: Push
    /// sources:
    ///   - {type: code, params: {build_params: {event_type: Push}}}
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/trigger-event", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    let Some((event, trigger)) = disagreement(run) else {
        return;
    };
    let (one, other) = (event.str().unwrap_or_default(), trigger.str().unwrap_or_default());
    let built = sources(run).next().map(|source| source.built);
    let members = built.map(|built| MERGE_REQUEST.map(|member| is_blank(built.get(member))));
    // Where what only merge requests have is all there, or not at all, it tells which of the two is right.
    let is_right = match members {
        Some([false, false, false]) => one == "MR",
        Some([true, true, true]) => other == "MR",
        _ => false,
    };
    if is_right {
        ctx.advise(
            trigger,
            format!("the run was triggered by {other:?}, and the event is {one:?}"),
        )
        .related(event.span(), "the event of the source");
    } else {
        ctx.advise(
            event,
            format!("the event is {one:?}, and the run was triggered by {other:?}"),
        )
        .related(trigger.span(), "the trigger of the run");
    }
}
