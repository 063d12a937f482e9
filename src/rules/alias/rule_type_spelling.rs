use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{REQUESTS, rules};

declare_rule! {
    /// A rule type that only older SDKs know.
    ///
    /// ## What it does
    /// Reports `header`, `HEADER`, `cookie` and their like as `rule_type`.
    ///
    /// ## Why is this bad
    /// The current reference lists `Header` only.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: header, param: x-canary, op: "=", value: "yes"}
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
    id: "alias/rule-type-spelling", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for rule in rules(alias.field()) {
        let kind = rule.get("rule_type");
        let Some(text) = kind.str() else { continue };
        if text != "Header"
            && ["header", "cookie"]
                .iter()
                .any(|known| text.eq_ignore_ascii_case(known))
        {
            ctx.advise(kind, format!("{text:?} is not in the current reference"))
                .help("write \"Header\"");
        }
    }
}
