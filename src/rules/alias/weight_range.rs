use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{ALL, aliases};
use crate::yaml::Kind;

declare_rule! {
    /// A weight that is no whole percent from 0 to 100.
    ///
    /// ## What it does
    /// Checks each value of `additional_version_weights`: a whole number from 0 to 100.
    ///
    /// ## Why is this bad
    /// The service takes integers in percent and refuses everything else.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 130}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/weight-range", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(ALL, check),
}

// The schema checks the range, and `alias/weight-fraction` what is below 1.
fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for weight in aliases(object).flat_map(|alias| alias.get("additional_version_weights").entries()) {
        if let Some(Kind::Float(value)) = weight.value.node().map(|node| node.kind())
            && (1.0..100.0).contains(&value)
            && value.fract() != 0.0
        {
            ctx.invalid(weight.value, format!("{value} is not a whole number"))
                .help("a weight is a whole percent from 0 to 100");
        }
    }
}
