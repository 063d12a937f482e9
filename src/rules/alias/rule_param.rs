use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A header name with a character that is not allowed.
    ///
    /// ## What it does
    /// Checks that `param` consists of letters, digits, `_` and `-`.
    ///
    /// ## Why is this bad
    /// The service refuses other names.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x.canary, op: "=", value: "yes"}
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
    id: "alias/rule-param", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
