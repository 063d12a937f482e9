use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A value of a type that the field cannot hold.
    ///
    /// ## What it does
    /// Checks every value against the type of its field: strings, booleans, integers and their range, quantities, times,
    /// base64, lists, maps and structures.
    ///
    /// ## Why is this bad
    /// The server cannot read the document. Most often YAML has read a plain value as something else: `yes` and `on` are
    /// booleans, `1.10` is a number, and a string of digits needs quotes.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: flags}
    /// data:
    ///   debug: on
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: flags}
    /// data:
    ///   debug: "on"
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/using-api/api-concepts/>
    id: "schema/wrong-type", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
