use crate::declare_rule;
use crate::request::{Context, Part, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// An id in a request that is not 32 letters and digits.
    ///
    /// ## What it does
    /// Checks `project_id` and `pipeline_id` in the path and `pipeline_run_id` in the query.
    ///
    /// ## Why is this bad
    /// The service refuses the request or finds nothing.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://pipeline.example.com/v5/7c3411b17e71cb9e99568140517b9e6d/api/pipelines/1b2a1136a4af534c1f23842a99fa8e78/pipeline-runs/detail?pipeline_run_id=17
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://pipeline.example.com/v5/7c3411b17e71cb9e99568140517b9e6d/api/pipelines/1b2a1136a4af534c1f23842a99fa8e78/pipeline-runs/detail?pipeline_run_id=18fe0d158534ace3ccd4d33046c73039
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/request-id", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["codearts"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    for name in ["project_id", "pipeline_id"] {
        if let Some(part) = request.argument(name) {
            id(part, Place::path(name, part), ctx);
        }
    }
    for parameter in request.parameters("pipeline_run_id") {
        id(&parameter.value, Place::query(parameter), ctx);
    }
}

fn id(part: &Part<'_>, place: Place, ctx: &mut Context<'_>) {
    let Some(text) = part.known() else { return };
    if !super::is_id(text) {
        ctx.invalid(place, format!("{text:?} is no id"))
            .help("an id has 32 letters and digits");
    }
}
