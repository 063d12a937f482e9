use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::REQUESTS;

declare_rule! {
    /// A split by rules needs a trigger that carries headers.
    ///
    /// ## What it does
    /// Reports each request that splits by rules.
    ///
    /// ## Why is this bad
    /// Only HTTP functions and functions with an APIG trigger see headers; whether this one does cannot be told
    /// from the request.
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
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/rule-trigger", origin: Practice, severity: Info, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    let strategies = alias.get("additional_version_strategy");
    if !strategies.is_empty() {
        ctx.advise(
            strategies,
            "rules work for HTTP functions and functions with an APIG trigger only",
        )
        .at(strategies.key_span())
        .help("make sure the function has one");
    }
}
