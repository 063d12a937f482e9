use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A version name that cannot have been published.
    ///
    /// ## What it does
    /// Checks `version` and the keys of both splits: `latest`, or at most 42 characters of letters, digits, `-`,
    /// `_` and `.`, with a letter or digit at both ends.
    ///
    /// ## Why is this bad
    /// No version can carry another name, so the request fails.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: -v3
    /// additional_version_weights: {v4: 30}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v20240611-083000
    /// additional_version_weights: {"1.0": 30}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph user guide, Versions: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/version-name", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
