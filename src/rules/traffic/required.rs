use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A target of traffic without the member that names it.
    ///
    /// ## What it does
    /// Reports destinations of a VirtualService without `destination` or its `host`, backends of a Gateway API route
    /// without `name`, backends of a TrafficSplit without `service`, and alias requests without the name of the alias
    /// or its version.
    ///
    /// ## Why is this bad
    /// Nobody knows where the traffic should go; the document is refused.
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
    ///     - {weight: 10}
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
    /// - <https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination>
    /// - <https://gateway-api.sigs.k8s.io/reference/spec/>
    /// - <https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html>
    id: "traffic/required", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
