use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// Text that is not the YAML the server reads.
    ///
    /// ## What it does
    /// Reports the first fault that keeps a document from being read. The grammar is that of the server's own reader, which
    /// descends from libyaml and knows YAML 1.1: some texts that newer parsers take are refused here, and the reverse.
    /// Besides the grammar these are faults: keys that are null, a list or a map; unknown aliases and aliases inside their
    /// own anchor; `.inf` and `.nan` as values; more than 10,000 levels; a document that grows out of all proportion through
    /// its aliases.
    ///
    /// ## Why is this bad
    /// Nothing in the document can be sent, and `kubectl` stops at it, so the documents after it are not sent either.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: web}
    /// data:
    ///   motd: @home
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: web}
    /// data:
    ///   motd: "@home"
    /// ```
    ///
    /// ## References
    /// - <https://yaml.org/spec/1.1/>
    id: "syntax/yaml", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
