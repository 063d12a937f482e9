use super::{has_password, sources};
use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// An address of a repository of the wrong kind.
    ///
    /// ## What it does
    /// Checks that `git_url` of sources starts with `https://`, and `ssh_git_url` has the form `git@host:path` or
    /// starts with `ssh://`.
    ///
    /// ## Why is this bad
    /// Programs clone by the one or the other, each with its own credentials.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {git_url: "git@example.com:team/app.git"}}
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {git_url: "https://example.com/team/app.git", ssh_git_url: "git@example.com:team/app.git"}}
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/git-url", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for source in sources(run) {
        let field = source.params.get("git_url");
        if let Some(url) = field.str().filter(|url| !url.is_empty() && !has_password(url))
            && !url.strip_prefix("https://").is_some_and(is_rest)
        {
            ctx.invalid(field, format!("{} is no https address", quote(url)))
                .help("it starts with https://");
        }
        let field = source.params.get("ssh_git_url");
        if let Some(url) = field.str().filter(|url| !url.is_empty() && !has_password(url))
            && !is_ssh(url)
        {
            ctx.invalid(field, format!("{} is no SSH address", quote(url)))
                .help("it has the form git@host:group/repository.git, or starts with ssh://");
        }
    }
}

fn is_ssh(url: &str) -> bool {
    let short = url.strip_prefix("git@").and_then(|rest| rest.split_once(':'));
    short.is_some_and(|(host, path)| is_rest(host) && is_rest(path)) || url.strip_prefix("ssh://").is_some_and(is_rest)
}

fn is_rest(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}
