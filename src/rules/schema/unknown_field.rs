use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A field that its type does not have.
    ///
    /// ## What it does
    /// Compares the name of every field with those that the kind and version know. Names are case-sensitive.
    ///
    /// ## Why is this bad
    /// A misspelt or misplaced field has no effect: at best the server refuses the document, at worst it drops the field
    /// and runs something else than was meant.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec:
    ///   selecter: {app: web}
    ///   ports: [{port: 80}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec:
    ///   selector: {app: web}
    ///   ports: [{port: 80}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation>
    id: "schema/unknown-field", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
