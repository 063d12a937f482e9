use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A member the alias request does not have.
    ///
    /// ## What it does
    /// Reports members that the API reference does not list, with the nearest listed name.
    ///
    /// ## Why is this bad
    /// An unknown member is ignored: the intended split is lost without a word.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additionalVersionWeights: {v4: 30}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/unknown-member", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Line,
}
