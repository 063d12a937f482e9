use super::sources;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A member by its former name.
    ///
    /// ## What it does
    /// Reports `virtual_merge_commitId`, which is `virtual_merge_commit_id` since release 3.1.194 of the SDK.
    ///
    /// ## Why is this bad
    /// Programs of today do not look for the former name.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - type: code
    ///     params: {build_params: {virtual_merge_commitId: 9fceb02d0ae598e95dc970b74767f19372d61af8}}
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - type: code
    ///     params: {build_params: {virtual_merge_commit_id: 9fceb02d0ae598e95dc970b74767f19372d61af8}}
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/renamed-member", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for source in sources(run) {
        for entry in source
            .built
            .entries()
            .filter(|entry| entry.key == "virtual_merge_commitId")
        {
            ctx.advise(entry.value, "virtual_merge_commitId was renamed")
                .at(entry.key_span)
                .help("write virtual_merge_commit_id");
        }
    }
}
