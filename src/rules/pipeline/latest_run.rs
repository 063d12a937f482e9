use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::suggest::distance;
declare_rule! {
    /// A request that does not say which run.
    ///
    /// ## What it does
    /// Reports requests without `pipeline_run_id`.
    ///
    /// ## Why is this bad
    /// They answer with the latest run, which is another one tomorrow.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://pipeline.example.com/v5/7c3411b17e71cb9e99568140517b9e6d/api/pipelines/1b2a1136a4af534c1f23842a99fa8e78/pipeline-runs/detail
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://pipeline.example.com/v5/7c3411b17e71cb9e99568140517b9e6d/api/pipelines/1b2a1136a4af534c1f23842a99fa8e78/pipeline-runs/detail?pipeline_run_id=18fe0d158534ace3ccd4d33046c73039
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/latest-run", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Request(&["codearts"], check),
}

const NAME: &str = "pipeline_run_id";

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    // A name that was meant to be this one is reported as unknown.
    let is_named = request
        .query
        .iter()
        .any(|one| one.name.text.to_lowercase().contains("run") || distance(&one.name.text, NAME, 2).is_some());
    if request.route.is_some() && !is_named {
        ctx.advise(Place::missing_query(request, NAME), "the latest run is asked for")
            .help("add pipeline_run_id to ask for one run");
    }
}
