use crate::cel::{self, Ty};
use crate::check::admission;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The expressions of a webhook's match conditions.
    ///
    /// ## What it does
    /// Compiles the expression of each of `matchConditions`, which must give a boolean.
    ///
    /// ## Why is this bad
    /// The server compiles them when the configuration is created.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingWebhookConfiguration
    /// metadata: {name: checks}
    /// webhooks:
    /// - name: pods.checks.example.com
    ///   admissionReviewVersions: [v1]
    ///   sideEffects: None
    ///   clientConfig: {url: "https://hook.example.com/v"}
    ///   matchConditions: [{name: a, expression: "object.spec."}, {name: b, expression: "'x'"}, {name: c, expression: "params.a"}]
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
    ///   matchConditions: [{name: a, expression: "object.metadata.name != 'x' && !authorizer.group('').resource('pods').check('get').allowed()"}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchconditions>
    id: "webhook/conditions", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ValidatingWebhookConfiguration.admissionregistration.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io"], check),
}

fn check(configuration: &Object<'_>, ctx: &mut Context<'_>) {
    for webhook in configuration.get("webhooks").items() {
        for condition in webhook.get("matchConditions").items() {
            cel::check_field(condition.get("expression"), &admission::scope(), &[Ty::Bool], ctx);
        }
    }
}
