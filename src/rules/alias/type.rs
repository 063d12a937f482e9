use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A member of an alias request with the wrong type.
    ///
    /// ## What it does
    /// Checks that `name`, `version` and `description` are text, the two splits are maps, strategies are maps,
    /// rules are a list of maps and their members are text. In YAML an unquoted `1.0` or `20240611` is a number;
    /// quote it.
    ///
    /// ## Why is this bad
    /// The service decodes the body strictly; a number where text is wanted fails the request.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: 1.0
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
    id: "alias/type", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
