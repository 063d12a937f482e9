use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{ALL, aliases};
use crate::yaml::Kind;

declare_rule! {
    /// A weight that is a fraction of 1.
    ///
    /// ## What it does
    /// Reports weights between 0 and 1.
    ///
    /// ## Why is this bad
    /// Other clouds count from 0 to 1; here a weight is a whole percent, so 0.3 is written 30.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 0.3}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference and user guide, version aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/weight-fraction", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(ALL, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for weight in aliases(object).flat_map(|alias| alias.get("additional_version_weights").entries()) {
        let value = match weight.value.node().map(|node| node.kind()) {
            Some(Kind::Float(value)) if value > 0.0 && value < 1.0 => value,
            _ => continue,
        };
        let percent = (value * 100.0).round();
        let found = ctx.invalid(weight.value, format!("{value} is a fraction, not a percent"));
        if percent >= 1.0 {
            found.help(format!("did you mean {percent}?"));
        } else {
            found.help("a weight is a whole percent from 0 to 100");
        }
    }
}
