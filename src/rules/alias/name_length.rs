use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::CREATE;

declare_rule! {
    /// An alias name of exactly 64 characters.
    ///
    /// ## What it does
    /// Reports a name that is as long as creation allows.
    ///
    /// ## Why is this bad
    /// The update operation and the console stop at 63 characters, so the alias could be created but never updated.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    /// ```yaml,good
    /// name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/name-length", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&[CREATE], check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    let name = alias.get("name");
    if name.str().is_some_and(|name| name.chars().count() == 64) {
        ctx.advise(name, "64 characters can be created, but not updated")
            .help("use at most 63 characters");
    }
}
