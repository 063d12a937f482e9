use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::REQUESTS;

declare_rule! {
    /// A whole weight written as a fraction.
    ///
    /// ## What it does
    /// Reports weights such as `30.0`.
    ///
    /// ## Why is this bad
    /// The value is a whole number, but a strict decoder refuses the literal.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30.0}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/weight-literal", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for weight in alias.get("additional_version_weights").entries() {
        let Some(value) = weight.value.int() else { continue };
        let text = alias.tree.source().get(weight.value.span().range()).unwrap_or_default();
        if text.contains(['.', 'e', 'E']) && !text.starts_with("0x") {
            ctx.advise(weight.value, format!("{text} is not written as an integer"))
                .help(format!("write {value}"));
        }
    }
}
