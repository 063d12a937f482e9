use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A suppression comment that suppresses nothing.
    ///
    /// ## What it does
    /// Finds names in `admit: ignore[...]` and `admit: ignore-file[...]` for which there is no finding at the place they
    /// cover. Rules that this run does not report are left alone.
    ///
    /// ## Why is this bad
    /// The fault has been mended, or the comment stands at the wrong line. Left in place it hides the next fault.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: web # admit: ignore[meta]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: Web # admit: ignore[meta] renamed by the deployment script
    /// ```
    id: "suppress/unused", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Line,
}
