use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A destination that a VirtualService names twice in one list.
    ///
    /// ## What it does
    /// Compares host, subset and port of the destinations of each list.
    ///
    /// ## Why is this bad
    /// The destination gets the sum of both weights, which is easily overlooked when one of them is changed.
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
    ///     - {destination: {host: web, subset: v1}, weight: 10}
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
    id: "traffic/istio-duplicate", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&["VirtualService.networking.istio.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for split in traffic::istio(object) {
        split.check_duplicates(ctx, |target| {
            let destination = target.get("destination");
            let host = destination.get("host");
            let mut name = host.str()?.to_owned();
            if let port @ 1.. = destination.at(&["port", "number"]).int_or(0)? {
                name.push_str(&format!(":{port}"));
            }
            match destination.get("subset").str_or("")? {
                "" => {}
                subset => name.push_str(&format!(" {subset}")),
            }
            Some((name, host))
        });
    }
}
