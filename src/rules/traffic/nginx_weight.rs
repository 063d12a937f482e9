use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic::NginxCanary;

declare_rule! {
    /// A canary weight for ingress-nginx that is no whole number from 0 up.
    ///
    /// ## What it does
    /// Checks the annotations `canary-weight` and `canary-weight-total` of `nginx.ingress.kubernetes.io`: texts that
    /// hold a whole number, not below 0. Annotations are always texts, so the numbers stand in quotes; one without is
    /// reported as a wrong type.
    ///
    /// ## Why is this bad
    /// The controller takes a weight it cannot read for 0 and such a total for 100, and says so in its log only; a
    /// weight below 0 gives the canary nothing.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: web-canary
    ///   annotations:
    ///     nginx.ingress.kubernetes.io/canary: "true"
    ///     nginx.ingress.kubernetes.io/canary-weight: "50%"
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
    id: "traffic/nginx-weight", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Ingress.networking.k8s.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let canary = NginxCanary::new(object);
    for field in [canary.weight, canary.total] {
        let Some(text) = field.str() else { continue };
        match text.parse::<i64>() {
            Ok(0..) => {}
            Ok(value) => {
                ctx.invalid(field, format!("{value} is below 0"));
            }
            Err(_) => {
                ctx.invalid(field, format!("{} is no whole number", quote(text)))
                    .help("write digits only: \"50\" for half of the traffic");
            }
        }
    }
}
