use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{REQUESTS, rules};

declare_rule! {
    /// A comma in a value that is compared whole.
    ///
    /// ## What it does
    /// Reports `=` with a comma in its value.
    ///
    /// ## Why is this bad
    /// The value is compared as one text; a list was probably meant.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: "=", value: "a,b"}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: "=", value: "yes"}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/comma-value", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for rule in rules(alias.field()).filter(|rule| rule.get("op").str() == Some("=")) {
        let value = rule.get("value");
        if let Some(text) = value.str().filter(|text| text.contains(',')) {
            ctx.advise(value, format!("{text:?} is compared as one value"))
                .help("use in for a list of values");
        }
    }
}
