use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::REQUESTS;

declare_rule! {
    /// The word latest in the wrong letter case.
    ///
    /// ## What it does
    /// Reports a `version` that is `latest` but for its letter case.
    ///
    /// ## Why is this bad
    /// Samples of the API use lower case only; another spelling names a version that most likely does not exist.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: LATEST
    /// additional_version_weights: {v4: 30}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/latest-spelling", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    let version = alias.get("version");
    let Some(text) = version.str() else { return };
    if text != "latest" && text.eq_ignore_ascii_case("latest") {
        ctx.advise(version, format!("{text:?} is not the unpublished version"))
            .help("write \"latest\"");
    }
}
