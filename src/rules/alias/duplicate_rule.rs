use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::alias::REQUESTS;

declare_rule! {
    /// The same rule twice.
    ///
    /// ## What it does
    /// Reports rules of one strategy that agree in `rule_type`, `param` (in any letter case), `op` and `value`.
    ///
    /// ## Why is this bad
    /// The second changes nothing.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: "=", value: "yes"}
    ///       - {rule_type: Header, param: X-Canary, op: "=", value: "yes"}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: "=", value: "yes"}
    ///       - {rule_type: Header, param: x-team, op: "=", value: "yes"}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/duplicate-rule", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for strategy in alias.get("additional_version_strategy").entries() {
        let mut seen: Vec<(Field<'_>, [String; 4])> = Vec::new();
        for rule in strategy
            .value
            .get("rules")
            .items()
            .filter(|rule| rule.entries().next().is_some())
        {
            let text = |name| rule.get(name).str().unwrap_or_default().to_owned();
            let key = [
                text("rule_type"),
                text("param").to_ascii_lowercase(),
                text("op"),
                text("value"),
            ];
            if let Some((first, _)) = seen.iter().find(|(_, other)| *other == key) {
                ctx.advise(rule, "the same rule stands twice")
                    .related(first.span(), "the first")
                    .help("remove one of them");
            } else {
                seen.push((rule, key));
            }
        }
    }
}
