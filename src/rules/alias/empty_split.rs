use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{REQUESTS, splits};

declare_rule! {
    /// An empty split.
    ///
    /// ## What it does
    /// Reports `additional_version_weights` or `additional_version_strategy` without entries.
    ///
    /// ## Why is this bad
    /// It has no effect when an alias is created.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_weights: {}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/empty-split", origin: Practice, severity: Info, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for split in splits(alias.field())
        .into_iter()
        .filter(|split| split.is_set() && split.is_empty())
    {
        ctx.advise(split, "an empty split has no effect").help("remove it");
    }
}
