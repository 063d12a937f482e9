use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic::NginxCanary;

declare_rule! {
    /// A canary weight for ingress-nginx above the total.
    ///
    /// ## What it does
    /// Compares the annotation `canary-weight` with `canary-weight-total`, which is 100 where it is not given or less.
    ///
    /// ## Why is this bad
    /// It means the same as the total: the canary gets all traffic.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: web-canary
    ///   annotations:
    ///     nginx.ingress.kubernetes.io/canary: "true"
    ///     nginx.ingress.kubernetes.io/canary-weight: "150"
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
    ///     nginx.ingress.kubernetes.io/canary-weight: "150"
    ///     nginx.ingress.kubernetes.io/canary-weight-total: "1000"
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
    id: "traffic/nginx-over-total", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&["Ingress.networking.k8s.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let canary = NginxCanary::new(object);
    let number = |text: &str| text.parse::<i64>().ok();
    let total = canary.total.str().and_then(number).unwrap_or(100).max(100);
    if let Some(weight) = canary.weight.str().and_then(number).filter(|&weight| weight > total) {
        ctx.advise(
            canary.weight,
            format!("{weight} is above the total of {total}, so the canary gets all traffic"),
        )
        .help("write a weight up to the total, or set canary-weight-total");
    }
}
