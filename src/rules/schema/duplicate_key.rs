use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A key that is set twice.
    ///
    /// ## What it does
    /// Reports every key that a mapping sets a second time, anywhere in a document.
    ///
    /// ## Why is this bad
    /// Only the last value would count, and the first be lost without a word. A server that validates strictly, as
    /// `kubectl` asks it to, refuses the document.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: colours}
    /// data:
    ///   sky: blue
    ///   sky: grey
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: colours}
    /// data:
    ///   sky: grey
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation>
    id: "schema/duplicate-key", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
