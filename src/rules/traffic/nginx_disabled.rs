use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic::NginxCanary;

declare_rule! {
    /// Settings of a canary for ingress-nginx that is not turned on.
    ///
    /// ## What it does
    /// Reports the annotations `canary-weight`, `canary-by-header`, `canary-by-cookie` and their companions without
    /// `canary: "true"`.
    ///
    /// ## Why is this bad
    /// The controller calls the group of annotations invalid, and the Ingress is no canary.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: web-canary
    ///   annotations:
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
    id: "traffic/nginx-disabled", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Ingress.networking.k8s.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let canary = NginxCanary::new(object);
    let Some(setting) = canary.settings.first() else { return };
    // Of a wrong type decoding has spoken already.
    if canary.is_on() || canary.switch.is_set() && canary.switch.str().is_none() {
        return;
    }
    let name = setting.name().rsplit('/').next().unwrap_or_default();
    let found = ctx.invalid(*setting, format!("{name} is set, but canary is not \"true\""));
    found.at(setting.key_span());
    if canary.switch.is_set() {
        found.related(canary.switch.span(), "the canary is turned off here");
    }
    found.help("add the annotation nginx.ingress.kubernetes.io/canary: \"true\"");
}
