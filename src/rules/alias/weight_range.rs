use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A weight that is no whole percent from 0 to 100.
    ///
    /// ## What it does
    /// Checks each value of `additional_version_weights`: an integer from 0 to 100. Fractions such as 0.3 come from
    /// clouds that count from 0 to 1; here write 30.
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
    run: Run::Line,
}
