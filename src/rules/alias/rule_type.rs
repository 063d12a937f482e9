use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A rule on something that cannot be matched.
    ///
    /// ## What it does
    /// Checks that `rule_type` is `Header`. The words of older SDKs are left to `alias/rule-type-spelling`.
    ///
    /// ## Why is this bad
    /// Requests are matched by header; any other word is refused.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Query, param: x-canary, op: "=", value: "yes"}
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
    id: "alias/rule-type", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
