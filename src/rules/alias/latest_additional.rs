use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::alias::{ALL, additional_versions, aliases};

declare_rule! {
    /// The unpublished version as additional version.
    ///
    /// ## What it does
    /// Reports the key `latest`, in any letter case, in either split.
    ///
    /// ## Why is this bad
    /// Only published versions can receive a share of the traffic.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_weights: {latest: 10}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/latest-additional", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(ALL, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    aliases(object).for_each(|alias| check_alias(alias, ctx));
}

fn check_alias(alias: Field<'_>, ctx: &mut Context<'_>) {
    for entry in additional_versions(alias).filter(|entry| entry.key.eq_ignore_ascii_case("latest")) {
        ctx.invalid(entry.value, format!("{:?} cannot be an additional version", entry.key))
            .at(entry.key_span)
            .help("publish a version and use its name");
    }
}
