use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{REQUESTS, rules};

declare_rule! {
    /// A list of one value.
    ///
    /// ## What it does
    /// Reports `in` with a single value.
    ///
    /// ## Why is this bad
    /// `=` says the same.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: in, value: "yes"}
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
    id: "alias/in-single", origin: Practice, severity: Info, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for rule in rules(alias.field()).filter(|rule| rule.get("op").str() == Some("in")) {
        if rule
            .get("value")
            .str()
            .is_some_and(|text| !text.is_empty() && !text.contains([',', ';', '|', '\u{ff0c}', '\u{3001}']))
        {
            ctx.advise(rule.get("op"), "in with one value").help("= says the same");
        }
    }
}
