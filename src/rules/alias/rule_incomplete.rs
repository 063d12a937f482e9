use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{REQUESTS, rules};

declare_rule! {
    /// A rule with a part missing.
    ///
    /// ## What it does
    /// Reports a rule in which `rule_type`, `param`, `op` or `value` is absent or empty.
    ///
    /// ## Why is this bad
    /// All four are optional to the decoder, but a rule that lacks one cannot be evaluated.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: "="}
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
    id: "alias/rule-incomplete", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for rule in rules(alias.field()).filter(|rule| rule.is_set()) {
        for member in rule.members(["rule_type", "param", "op", "value"]) {
            if member.is_empty() {
                ctx.advise(member, format!("the rule has no {}", member.name()))
                    .help("give all four parts of the rule");
            }
        }
    }
}
