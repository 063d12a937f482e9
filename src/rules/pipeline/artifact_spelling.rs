use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A member of an artifact in snake case.
    ///
    /// ## What it does
    /// Reports `package_type` and `download_url` of artifacts.
    ///
    /// ## Why is this bad
    /// All other members are spelt so, but these two are `packageType` and `downloadUrl`; programs look for those.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// artifacts:
    ///   - {name: app.tar.gz, package_type: generic}
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// artifacts:
    ///   - {name: app.tar.gz, packageType: generic}
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/artifact-spelling", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

const SPELLINGS: [(&str, &str); 2] = [("package_type", "packageType"), ("download_url", "downloadUrl")];

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for entry in run.get("artifacts").items().flat_map(|artifact| artifact.entries()) {
        if let Some((wrong, right)) = SPELLINGS.iter().find(|(wrong, _)| *wrong == entry.key) {
            ctx.advise(entry.value, format!("unknown member {wrong:?}"))
                .at(entry.key_span)
                .help(format!("write {right:?}"));
        }
    }
}
