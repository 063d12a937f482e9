use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{Level, all};

declare_rule! {
    /// A resource that is no JSON object.
    ///
    /// ## What it does
    /// Reads `resource` of jobs, a JSON text inside a string, where it is set.
    ///
    /// ## Why is this bad
    /// Programs that look for the executor in it cannot read it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs:
    ///       - {identifier: JOB_aBcDe, resource: x86}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs:
    ///       - {identifier: JOB_aBcDe, resource: '{"type":"system","arch":"x86"}'}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/resource", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for job in all(run).into_iter().filter(|part| part.level == Level::Job) {
        let field = job.get("resource");
        let Some(text) = field.str().filter(|text| !text.is_empty()) else {
            continue;
        };
        if !serde_json::from_str::<serde_json::Value>(text).is_ok_and(|value| value.is_object()) {
            ctx.advise(field, format!("{} is no JSON object", quote(text)))
                .help(r#"write an object as text: "{\"type\":\"system\",\"arch\":\"x86\"}""#);
        }
    }
}
