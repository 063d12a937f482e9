use crate::check::{admission, selector};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The requests that a webhook is asked about.
    ///
    /// ## What it does
    /// Checks operations, API groups, versions, resources and scope of each rule, that wildcards stand alone, the
    /// selectors, and the match conditions.
    ///
    /// ## Why is this bad
    /// A rule that matches nothing, or is ambiguous, is refused.
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
    ///   clientConfig: {url: "https://hook.example.com/v"}
    ///   rules:
    ///   - {operations: [READ], apiGroups: [], apiVersions: ["*", v1], resources: ["", "*/*", pods], scope: All}
    ///   - {}
    ///   matchConditions: [{name: a, expression: ""}, {name: a, expression: "true"}]
    /// ```
    /// ```yaml,good
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingWebhookConfiguration
    /// metadata: {name: checks}
    /// webhooks:
    /// - name: pods.checks.example.com
    ///   admissionReviewVersions: [v1]
    ///   sideEffects: None
    ///   clientConfig: {url: "https://hook.example.com/v"}
    ///   rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-rules>
    id: "webhook/rules", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ValidatingWebhookConfiguration.admissionregistration.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io"], check),
}

fn check(configuration: &Object<'_>, ctx: &mut Context<'_>) {
    for webhook in configuration.get("webhooks").items() {
        for rule in webhook.get("rules").items() {
            admission::rule_with_operations(rule, ctx);
        }
        for name in ["namespaceSelector", "objectSelector"] {
            selector::label_selector(webhook.get(name), ctx);
        }
        admission::match_conditions(webhook.get("matchConditions"), ctx);
    }
}
