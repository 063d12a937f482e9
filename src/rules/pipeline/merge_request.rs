use super::{MERGE_REQUEST, TRIGGERS, disagreement, sources};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{is_blank, is_misspelt};

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
        let Some(name) = event.str().filter(|event| TRIGGERS.contains(event)) else {
            continue;
        };
        for (member, field) in MERGE_REQUEST.map(|member| (member, source.built.get(member))) {
            let found = match (name == "MR", is_blank(field)) {
                // An action that is empty is none of the documented ones.
                (true, true) if is_misspelt(source.built, member) || member == "action" && field.is_set() => continue,
                (true, true) => ctx.advise(field, format!("{member} is missing")),
                (false, false) if field.str().is_some() => {
                    ctx.advise(field, format!("{member} without a merge request"))
                }
                _ => continue,
            };
            found.related(event.span(), "the event");
        }
    }
}
