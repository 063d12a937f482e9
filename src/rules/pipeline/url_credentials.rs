use super::{has_password, sources};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// A password inside an address.
    ///
    /// ## What it does
    /// Reports every URL with a name and a password before the host.
    ///
    /// ## Why is this bad
    /// Whoever reads the answer, a log or this file can read the password.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {git_url: "https://ci:hunter2@example.com/team/app.git"}}
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {git_url: "https://example.com/team/app.git"}}
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/url-credentials", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    let mut urls: Vec<Field<'_>> = vec![run.get("detail_url")];
    for source in sources(run) {
        urls.extend(source.params.members(["git_url", "ssh_git_url", "web_url"]));
        urls.extend(source.built.members(["source_codehub_url", "source_codehub_http_url"]));
    }
    urls.extend(run.get("artifacts").items().map(|artifact| artifact.get("downloadUrl")));
    for field in urls {
        if field.str().is_some_and(has_password) {
            ctx.invalid(field, "the address contains a password")
                .help("take the password out, and change it where it is used");
        }
    }
}
