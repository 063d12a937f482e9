use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// Text that the server never sees, because its document ended before it.
    ///
    /// ## What it does
    /// Between two `---` lines only one document is read. Finds text after a `...` line, which ends a document without
    /// beginning the next one, and text after a flow collection that was already complete.
    ///
    /// ## Why is this bad
    /// The text is dropped without a word: what it describes is never created, and nobody is told.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: first}
    /// ...
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: second}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: first}
    /// ...
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: second}
    /// ```
    ///
    /// ## References
    /// - <https://yaml.org/spec/1.1/#id897596>
    id: "syntax/lost-text", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Line,
}
