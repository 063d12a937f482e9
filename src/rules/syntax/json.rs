use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// Text that starts like JSON and is neither JSON nor YAML.
    ///
    /// ## What it does
    /// A file whose first character is `{` is read as JSON, and as YAML where that fails. When both fail and the text looks
    /// like JSON, the fault of the JSON reader is reported.
    ///
    /// ## Why is this bad
    /// Nothing in the document can be sent.
    ///
    /// ## Example
    /// ```yaml,bad
    /// {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"a": "\q"}}
    /// ```
    /// ```yaml,good
    /// {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"a": "\/"}}
    /// ```
    ///
    /// ## References
    /// - <https://www.rfc-editor.org/rfc/rfc8259>
    id: "syntax/json", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
