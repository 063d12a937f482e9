use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// A query parameter that the service does not read.
    ///
    /// ## What it does
    /// Reports parameters other than `pipeline_run_id`.
    ///
    /// ## Why is this bad
    /// The parameter is passed over, so the answer may be about another run than the one meant.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://pipeline.example.com/v5/7c3411b17e71cb9e99568140517b9e6d/api/pipelines/1b2a1136a4af534c1f23842a99fa8e78/pipeline-runs/detail?run_id=18fe0d158534ace3ccd4d33046c73039
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://pipeline.example.com/v5/7c3411b17e71cb9e99568140517b9e6d/api/pipelines/1b2a1136a4af534c1f23842a99fa8e78/pipeline-runs/detail?pipeline_run_id=18fe0d158534ace3ccd4d33046c73039
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/query", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["codearts"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let names = request
        .query
        .iter()
        .filter(|one| one.name.known().is_some_and(|name| name != "pipeline_run_id"));
    for parameter in names {
        let message = format!("unknown parameter {:?}", parameter.name.text);
        ctx.advise(Place::query_name(parameter), message)
            .help("the only one is \"pipeline_run_id\"");
    }
}
