use super::disagreement;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

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
    if let Some((event, trigger)) = disagreement(run) {
        let message = format!(
            "the event is {:?}, and the run was triggered by {:?}",
            event.str().unwrap_or_default(),
            trigger.str().unwrap_or_default()
        );
        ctx.advise(event, message)
            .related(trigger.span(), "the trigger of the run");
    }
}
