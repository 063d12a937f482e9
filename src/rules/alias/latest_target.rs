use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::REQUESTS;

declare_rule! {
    /// An alias that points at the unpublished version.
    ///
    /// ## What it does
    /// Reports an alias whose `version` is `latest`.
    ///
    /// ## Why is this bad
    /// It is allowed, but the alias then follows every change of the code, which a release alias is there to
    /// prevent.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: latest
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
    id: "alias/latest-target", origin: Practice, severity: Info, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    let version = alias.get("version");
    if version.str() == Some("latest") {
        ctx.advise(version, "the alias follows unpublished code")
            .help("publish a version and name it here");
    }
}
