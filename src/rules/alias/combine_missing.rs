use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::REQUESTS;

declare_rule! {
    /// Several rules without a word on how they combine.
    ///
    /// ## What it does
    /// Reports a strategy with two or more rules and no `combine_type`.
    ///
    /// ## Why is this bad
    /// No default is documented.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: "=", value: "yes"}
    ///       - {rule_type: Header, param: x-team, op: "=", value: search}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: "=", value: "yes"}
    ///       - {rule_type: Header, param: x-team, op: "=", value: search}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/combine-missing", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for strategy in alias.get("additional_version_strategy").entries() {
        let combine = strategy.value.get("combine_type");
        if combine.is_absent() && strategy.value.get("rules").len() > 1 {
            ctx.advise(combine, "nothing says whether every rule must hold or one is enough")
                .help("set combine_type to \"and\" or \"or\"");
        }
    }
}
