use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// Bytes or characters that a manifest may not hold.
    ///
    /// ## What it does
    /// Finds control characters, which the server's reader refuses anywhere in a document, comments included, and bytes that
    /// are not UTF-8. UTF-16 is read where a byte order mark announces it.
    ///
    /// ## Why is this bad
    /// A control character makes the whole document unreadable. A byte that is not UTF-8 is refused by controllers and other
    /// readers, while `kubectl` sends a replacement character in its place, so that something else is stored than was written.
    ///
    /// ## Example
    /// ```yaml,bad
    #[doc = " apiVersion: v1\n kind: ConfigMap\n metadata: {name: web}\n data:\n   bell: \u{7}"]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: web}
    /// data:
    ///   bell: "\a"
    /// ```
    ///
    /// ## References
    /// - <https://yaml.org/spec/1.1/#id868524>
    id: "syntax/encoding", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
