use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::alias::{ALL, additional_versions, aliases};

declare_rule! {
    /// More than one additional version.
    ///
    /// ## What it does
    /// Counts the versions named in both splits together.
    ///
    /// ## Why is this bad
    /// An alias points at two versions at most: the primary and one additional.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 10, v5: 10}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/version-count", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(ALL, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    aliases(object).for_each(|alias| check_alias(alias, ctx));
}

fn check_alias(alias: Field<'_>, ctx: &mut Context<'_>) {
    let mut first = None;
    for entry in additional_versions(alias) {
        match first {
            None => first = Some(entry),
            Some(one) if one.key != entry.key => {
                ctx.error(
                    entry.value,
                    Reason::FieldValueTooMany,
                    format!("{} is a second additional version", entry.key),
                )
                .at(entry.key_span)
                .related(one.key_span, "the first additional version")
                .help("keep one additional version");
            }
            Some(_) => {}
        }
    }
}
