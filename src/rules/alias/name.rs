use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// An alias name of the wrong form.
    ///
    /// ## What it does
    /// Checks that the name has 1 to 64 characters: letters, digits, `_` and `-`, a letter first, a letter or digit
    /// last.
    ///
    /// ## Why is this bad
    /// The service refuses other names.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: 2nd_
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    /// ```yaml,good
    /// name: second
    /// version: v3
    /// additional_version_weights: {v4: 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/name", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
