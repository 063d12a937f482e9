use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::REQUESTS;

declare_rule! {
    /// A strategy without rules.
    ///
    /// ## What it does
    /// Reports a strategy whose `rules` are absent or empty.
    ///
    /// ## Why is this bad
    /// Without a rule nothing can match, so the additional version receives no request.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy: {v4: {combine_type: and, rules: []}}
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
    id: "alias/no-rules", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for strategy in alias.get("additional_version_strategy").entries() {
        let rules = strategy.value.get("rules");
        if strategy.value.is_set() && rules.is_empty() {
            ctx.advise(rules, format!("no request can reach {}", strategy.key))
                .help("add a rule, or remove the strategy");
        }
    }
}
