use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// An answer about another run than the one asked for.
    ///
    /// ## What it does
    /// Compares the ids of project, pipeline and run in a request with those in the answer beside it.
    ///
    /// ## Why is this bad
    /// The answer belongs to another request.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://pipeline.example.com/v5/7c3411b17e71cb9e99568140517b9e6d/api/pipelines/1b2a1136a4af534c1f23842a99fa8e78/pipeline-runs/detail?pipeline_run_id=18fe0d158534ace3ccd4d33046c73039
    /// X-Auth-Token: {{token}}
    ///
    /// HTTP/1.1 200 OK
    /// Content-Type: application/json
    ///
    /// {"id": "18fe0d158534ace3ccd4d33046c73039", "pipeline_id": "8e0e284f97140109093b546ac486d766", "stages": []}
    /// ```
    /// ```http,good
    /// GET https://pipeline.example.com/v5/7c3411b17e71cb9e99568140517b9e6d/api/pipelines/1b2a1136a4af534c1f23842a99fa8e78/pipeline-runs/detail?pipeline_run_id=18fe0d158534ace3ccd4d33046c73039
    /// X-Auth-Token: {{token}}
    ///
    /// HTTP/1.1 200 OK
    /// Content-Type: application/json
    ///
    /// {"id": "18fe0d158534ace3ccd4d33046c73039", "pipeline_id": "1b2a1136a4af534c1f23842a99fa8e78", "stages": []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/answer", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["codearts"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(answer) = ctx.answer() else { return };
    let run = request.parameter("pipeline_run_id").map(|one| &one.value);
    let pairs = [
        ("project_id", request.argument("project_id")),
        ("pipeline_id", request.argument("pipeline_id")),
        ("id", run),
    ];
    for (name, part) in pairs {
        let field = answer.get(name);
        let asked = part.and_then(|part| Some((part.known().filter(|id| super::is_id(id))?, part.span)));
        let (Some((asked, span)), Some(answered)) = (asked, field.str()) else {
            continue;
        };
        if super::is_id(answered) && asked != answered {
            ctx.advise(
                Place::new(name.to_owned(), field.span()),
                format!("the answer is about {answered:?}"),
            )
            .related(span, "this was asked for");
        }
    }
}
