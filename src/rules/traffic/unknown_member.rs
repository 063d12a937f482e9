use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A member that the target of a split does not have.
    ///
    /// ## What it does
    /// Compares the members of destinations, backends, traffic targets and alias requests with those that are
    /// documented, and names the nearest. They are case-sensitive.
    ///
    /// ## Why is this bad
    /// A cluster that validates strictly refuses the document; another one drops the member, and the share is lost
    /// without a word.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.istio.io/v1
    /// kind: VirtualService
    /// metadata: {name: web}
    /// spec:
    ///   hosts: [web]
    ///   http:
    ///   - route:
    ///     - {destination: {host: web, subset: v1}, weight: 90}
    ///     - {destination: {host: web, subset: v2}, wieght: 10}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.istio.io/v1
    /// kind: VirtualService
    /// metadata: {name: web}
    /// spec:
    ///   hosts: [web]
    ///   http:
    ///   - route:
    ///     - {destination: {host: web, subset: v1}, weight: 90}
    ///     - {destination: {host: web, subset: v2}, weight: 10}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation>
    id: "traffic/unknown-member", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Line,
}
