use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A suppression comment that names a rule which does not exist.
    ///
    /// ## What it does
    /// Compares the names in `admit: ignore[...]` and `admit: ignore-file[...]` with the ids and families of all rules.
    /// A name may be an id, a family, or hold `*`.
    ///
    /// ## Why is this bad
    /// Nothing is suppressed, and nobody notices a slip of the pen.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: web # admit: ignore[meat]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: Web # admit: ignore[meta] renamed by the deployment script
    /// ```
    id: "suppress/unknown-rule", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Line,
}
