use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A description that is too long.
    ///
    /// ## What it does
    /// Checks that the description has at most 512 characters.
    ///
    /// ## Why is this bad
    /// The service refuses longer ones.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// description: long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long
    /// additional_version_weights: {v4: 30}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// description: the next release for a few
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/description", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
