use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// An operator that does not exist.
    ///
    /// ## What it does
    /// Checks that `op` is `=` or `in`.
    ///
    /// ## Why is this bad
    /// The service knows these two only.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: "==", value: "yes"}
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
    id: "alias/rule-op", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
