use super::{MERGE_REQUEST, disagreement, sources};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::is_blank;

declare_rule! {
    /// Members of a merge request that do not go together.
    ///
    /// ## What it does
    /// Reports an event `MR` without `action`, `merge_id` or `source_branch`, and these members beside another event.
    ///
    /// ## Why is this bad
    /// They describe the merge request that started the run.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {build_params: {event_type: MR, action: open, merge_id: null, source_branch: faster}}}
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {build_params: {event_type: MR, action: open, merge_id: "42", source_branch: faster}}}
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/merge-request", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    // An event that contradicts the trigger is reported as such.
    if disagreement(run).is_some() {
        return;
    }
    for source in sources(run) {
        let event = source.built.get("event_type");
        let Some(name) = event.str() else { continue };
        for field in MERGE_REQUEST.map(|member| source.built.get(member)) {
            let found = match (name == "MR", is_blank(field)) {
                (true, true) => ctx.advise(field, format!("{} is missing", field.name())),
                (false, false) if field.str().is_some() => {
                    ctx.advise(field, format!("{} without a merge request", field.name()))
                }
                _ => continue,
            };
            found.related(event.span(), "the event");
        }
    }
}
