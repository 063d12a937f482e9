use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{REQUESTS, splits};

declare_rule! {
    /// Weights and a strategy for the same version.
    ///
    /// ## What it does
    /// Reports requests in which both splits name the same version.
    ///
    /// ## Why is this bad
    /// The console offers a share or rules, never both, and which one wins is not documented.
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
    /// additional_version_weights: {v4: 10}
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
    id: "alias/both-splits", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    let [weights, strategies] = splits(alias.field());
    for strategy in strategies.entries() {
        if let Some(weight) = weights.entries().find(|weight| weight.key == strategy.key) {
            ctx.advise(
                strategy.value,
                format!("{} is split by weight and by rules", strategy.key),
            )
            .at(strategy.key_span)
            .related(weight.key_span, "the weight")
            .help("keep one of the two");
        }
    }
}
