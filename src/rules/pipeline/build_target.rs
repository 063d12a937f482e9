use super::sources;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{is_blank, is_misspelt};

declare_rule! {
    /// A build without its branch or tag.
    ///
    /// ## What it does
    /// Reports a source that was built from a branch without `target_branch`, or from a tag without `tag`.
    ///
    /// ## Why is this bad
    /// What was built cannot be told.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {build_params: {build_type: tag, tag: null}}}
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {build_params: {build_type: tag, tag: v1.0}}}
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/build-target", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for source in sources(run) {
        let member = match source.built.get("build_type").str() {
            Some("branch") => "target_branch",
            Some("tag") => "tag",
            _ => continue,
        };
        let field = source.built.get(member);
        if is_blank(field) && !is_misspelt(source.built, member) {
            ctx.advise(field, format!("{member} is missing"))
                .related(source.built.get("build_type").span(), "needed by this");
        }
    }
}
