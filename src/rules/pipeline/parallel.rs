use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline;

declare_rule! {
    /// A parallel flag that is no flag.
    ///
    /// ## What it does
    /// Reports text in `parallel` of stages that is neither `0`, `1`, `true` nor `false`.
    ///
    /// ## Why is this bad
    /// The reference lists no values; nothing but a flag fits what it says of the member.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", parallel: "yes", jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", parallel: "1", jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/parallel", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for stage in pipeline::run(run).children() {
        let field = stage.get("parallel");
        if let Some(text) = field.str().filter(|text| !["0", "1", "true", "false"].contains(text)) {
            ctx.advise(field, format!("{} is no flag", quote(text)))
                .help(r#"write "0", "1", "true" or "false", or null"#);
        }
    }
}
