use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// A request for a run that is no plain GET.
    ///
    /// ## What it does
    /// Checks that the details of a run are asked for with GET, without a body, and that the path ends there.
    ///
    /// ## Why is this bad
    /// The service answers nothing else at this path.
    ///
    /// ## Example
    /// ```http,bad
    /// POST https://pipeline.example.com/v5/7c3411b17e71cb9e99568140517b9e6d/api/pipelines/1b2a1136a4af534c1f23842a99fa8e78/pipeline-runs/detail?pipeline_run_id=18fe0d158534ace3ccd4d33046c73039
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://pipeline.example.com/v5/7c3411b17e71cb9e99568140517b9e6d/api/pipelines/1b2a1136a4af534c1f23842a99fa8e78/pipeline-runs/detail?pipeline_run_id=18fe0d158534ace3ccd4d33046c73039
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/request", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["codearts"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(method) = request.method.known() else { return };
    if method != "GET" {
        ctx.not_supported(Place::method(request), method, &["GET"]);
        return;
    }
    if request.route.is_none() {
        let end = request.segments.get(7).map_or(request.url.span, |segment| segment.span);
        ctx.invalid(
            Place::new("path".to_owned(), end),
            "the path goes on after the details of the run",
        )
        .help("it ends with /pipeline-runs/detail");
    }
    if request.body.is_some() {
        ctx.forbidden(Place::body(request), "a body in a GET request")
            .help("what is asked for stands in the path and the query");
    }
}
