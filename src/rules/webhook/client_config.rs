use crate::check::webhook;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// How the server reaches a webhook.
    ///
    /// ## What it does
    /// Checks `clientConfig`: a URL or a service, not both; the URL with https, a host and nothing else before the
    /// path; the service with namespace, name, port and path.
    ///
    /// ## Why is this bad
    /// The server calls webhooks only over TLS and only at plain addresses.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingWebhookConfiguration
    /// metadata: {name: checks}
    /// webhooks:
    /// - name: a.checks.example.com
    ///   admissionReviewVersions: [v1]
    ///   sideEffects: None
    ///   clientConfig: {url: "http://hook.example.com"}
    /// - name: b.checks.example.com
    ///   admissionReviewVersions: [v1]
    ///   sideEffects: None
    ///   clientConfig: {service: {name: hook, port: 70000, path: a//b}}
    /// - name: c.checks.example.com
    ///   admissionReviewVersions: [v1]
    ///   sideEffects: None
    ///   clientConfig: {}
    /// - name: d.checks.example.com
    ///   admissionReviewVersions: [v1]
    ///   sideEffects: None
    ///   clientConfig: {url: "https://u:p@hook.example.com/?a#b"}
    /// ```
    /// ```yaml,good
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingWebhookConfiguration
    /// metadata: {name: checks}
    /// webhooks:
    /// - name: a.checks.example.com
    ///   admissionReviewVersions: [v1]
    ///   sideEffects: None
    ///   clientConfig: {service: {namespace: default, name: hook, path: /validate}}
    /// - name: b.checks.example.com
    ///   admissionReviewVersions: [v1]
    ///   sideEffects: None
    ///   clientConfig: {url: "https://hook.example.com:8443/v"}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#contacting-the-webhook>
    id: "webhook/client-config", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ValidatingWebhookConfiguration.admissionregistration.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io"], check),
}

fn check(configuration: &Object<'_>, ctx: &mut Context<'_>) {
    for webhook in configuration.get("webhooks").items() {
        webhook::client_config(webhook.get("clientConfig"), ctx);
    }
}
