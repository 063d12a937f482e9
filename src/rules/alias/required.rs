use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// An alias request without its name or version.
    ///
    /// ## What it does
    /// Reports `name` or `version` where it is absent or empty.
    ///
    /// ## Why is this bad
    /// Both are mandatory in the API reference; the request fails.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// additional_version_weights: {v4: 30}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/required", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
