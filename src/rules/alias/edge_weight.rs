use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::REQUESTS;

declare_rule! {
    /// A weight of 0 or 100.
    ///
    /// ## What it does
    /// Reports weights at the ends of the range.
    ///
    /// ## Why is this bad
    /// 0 sends nothing to the additional version and 100 leaves the primary version without traffic; an older
    /// edition of the reference allows 1 to 99 only.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 100}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/edge-weight", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for weight in alias.get("additional_version_weights").entries() {
        match weight.value.int() {
            Some(0) => ctx
                .advise(weight.value, format!("{} receives no traffic", weight.key))
                .help("remove the entry"),
            Some(100) => ctx
                .advise(weight.value, "the primary version receives no traffic")
                .help(format!("set version to {} and remove the weights", weight.key)),
            _ => continue,
        };
    }
}
