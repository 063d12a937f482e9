use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::alias::{ALL, aliases};

declare_rule! {
    /// Weights that add up to more than 100.
    ///
    /// ## What it does
    /// Adds up `additional_version_weights`; the primary version receives what is left of 100.
    ///
    /// ## Why is this bad
    /// The weights are percentages of the same traffic.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 70, v5: 50}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/weight-sum", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(ALL, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    aliases(object).for_each(|alias| check_alias(alias, ctx));
}

fn check_alias(alias: Field<'_>, ctx: &mut Context<'_>) {
    let weights = alias.get("additional_version_weights");
    let values: Vec<i64> = weights
        .entries()
        .filter_map(|weight| weight.value.int())
        .filter(|value| (0..=100).contains(value))
        .collect();
    let sum: i64 = values.iter().sum();
    if values.len() > 1 && sum > 100 {
        ctx.invalid(
            weights,
            format!(
                "the weights add up to {sum}, which leaves {} for the primary version",
                100 - sum
            ),
        )
        .at(weights.key_span())
        .help("let the weights add up to at most 100");
    }
}
