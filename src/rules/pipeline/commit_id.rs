use super::sources;
use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A commit that is no hash.
    ///
    /// ## What it does
    /// Reports `commit_id` that is set and is neither 40 nor 64 hexadecimal digits.
    ///
    /// ## Why is this bad
    /// Git names commits by their whole hash.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {build_params: {commit_id: main}}}
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {build_params: {commit_id: 3b18e512dba79e4c8300dd08aeb37f8e728b8dad}}}
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/commit-id", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for source in sources(run) {
        let field = source.built.get("commit_id");
        let Some(id) = field.str().filter(|id| !id.is_empty()) else {
            continue;
        };
        if ![40, 64].contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            ctx.advise(field, format!("{} is no commit", quote(id)))
                .help("write all 40 or 64 hexadecimal digits");
        }
    }
}
