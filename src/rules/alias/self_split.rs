use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::alias::{ALL, additional_versions, aliases};

declare_rule! {
    /// A split between a version and itself.
    ///
    /// ## What it does
    /// Reports a key of either split that equals `version`.
    ///
    /// ## Why is this bad
    /// Sending a share of the traffic from a version to the same version means nothing, and comparable services
    /// refuse it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v3: 10}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/self-split", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(ALL, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    aliases(object).for_each(|alias| check_alias(alias, ctx));
}

fn check_alias(alias: Field<'_>, ctx: &mut Context<'_>) {
    let version = alias.get("version");
    let Some(primary) = version.str() else { return };
    for entry in additional_versions(alias).filter(|entry| entry.key == primary && primary != "latest") {
        ctx.invalid(entry.value, format!("{primary:?} is the primary version already"))
            .at(entry.key_span)
            .related(version.span(), "the primary version")
            .help("name another version");
    }
}
