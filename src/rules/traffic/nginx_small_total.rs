use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic::NginxCanary;

declare_rule! {
    /// A total of canary weights for ingress-nginx that is ignored.
    ///
    /// ## What it does
    /// Reports an annotation `canary-weight-total` below 100.
    ///
    /// ## Why is this bad
    /// The controller takes every total up to 100 for 100: a weight of 5 out of 10 is 5 %, not half of the traffic.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: web-canary
    ///   annotations:
    ///     nginx.ingress.kubernetes.io/canary: "true"
    ///     nginx.ingress.kubernetes.io/canary-weight: "5"
    ///     nginx.ingress.kubernetes.io/canary-weight-total: "10"
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
    ///
    /// ## References
    /// - <https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary>
    id: "traffic/nginx-small-total", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&["Ingress.networking.k8s.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let total = NginxCanary::new(object).total;
    let number = total.str().and_then(|text| text.parse::<i64>().ok());
    if let Some(number @ 0..100) = number {
        ctx.advise(
            total,
            format!("a total of {number} is ignored, weights count out of 100"),
        )
        .help("write weights in percent and leave out the total");
    }
}
