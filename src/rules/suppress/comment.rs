use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A comment to `admit` that it cannot read.
    ///
    /// ## What it does
    /// Finds comments that begin with `admit:` and go on with something else than one of these:
    /// - `admit: ignore[rule, rule] reason` at the end of a line, for findings on that line, or on a line of its own, for
    ///   findings in the block below; above the first key of a document the block is the document;
    /// - `admit: ignore-file[rule, rule] reason` anywhere, for findings in the whole file;
    /// - `admit: as=operation` anywhere in a document that is the body of a cloud request, to say which one.
    ///
    /// ## Why is this bad
    /// The comment has no effect, and the next reader believes that it has.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: web # admit: disable[meta]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: Web # admit: ignore[meta] renamed by the deployment script
    /// ```
    id: "suppress/comment", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Line,
}
