use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// Text on the line that separates two documents.
    ///
    /// ## What it does
    /// Files are cut into documents at the lines that begin with `---`, before anything is parsed. After the dashes only
    /// blanks or a comment may stand, whatever YAML itself allows: no value, no tag, no fourth dash.
    ///
    /// ## Why is this bad
    /// `kubectl` gives up at such a line: neither the document before it nor anything after it is sent.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: first}
    /// ----
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: second}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: first}
    /// --- # the other one
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: second}
    /// ```
    ///
    /// ## References
    /// - <https://pkg.go.dev/k8s.io/apimachinery/pkg/util/yaml>
    id: "syntax/separator", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
