use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic::NginxCanary;

declare_rule! {
    /// A canary for ingress-nginx, which is being retired.
    ///
    /// ## What it does
    /// Reports Ingresses with canary annotations of ingress-nginx.
    ///
    /// ## Why is this bad
    /// The project ends, and with it the meaning of the annotations; a Gateway API route splits traffic in a way that
    /// many controllers know.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: web-canary
    ///   annotations:
    ///     nginx.ingress.kubernetes.io/canary: "true"
    ///     nginx.ingress.kubernetes.io/canary-weight: "50"
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///   - host: web.example.com
    ///     http:
    ///       paths:
    ///       - path: /
    ///         pathType: Prefix
    ///         backend: {service: {name: web-canary, port: {number: 80}}}
    /// ```
    /// ```yaml,good
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata: {name: web}
    /// spec:
    ///   parentRefs: [{name: gateway}]
    ///   rules:
    ///   - backendRefs:
    ///     - {name: web-v1, port: 80, weight: 90}
    ///     - {name: web-v2, port: 80, weight: 10}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary>
    /// - <https://gateway-api.sigs.k8s.io/guides/user-guides/traffic-splitting/>
    id: "traffic/nginx-retired", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Object(&["Ingress.networking.k8s.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let canary = NginxCanary::new(object);
    let switch = canary.switch.is_written().then_some(canary.switch);
    if let Some(first) = switch.or(canary.settings.first().copied()) {
        ctx.advise(
            first,
            "canary annotations are for ingress-nginx, which is being retired",
        )
        .at(first.key_span())
        .help("use an HTTPRoute of the Gateway API");
    }
}
