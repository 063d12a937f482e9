use crate::check::{admission, int, name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The name, versions and behaviour of a webhook.
    ///
    /// ## What it does
    /// Checks each of `webhooks`: a name of at least three segments that stands once, the versions of the review,
    /// side effects, failure and match policies, reinvocation, and a timeout from 1 to 30 seconds.
    ///
    /// ## Why is this bad
    /// The server could not call the webhook, or not tell what to do when it fails.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingWebhookConfiguration
    /// metadata: {name: checks}
    /// webhooks:
    /// - name: checks
    ///   admissionReviewVersions: [v2, v2]
    ///   sideEffects: Some
    ///   failurePolicy: Retry
    ///   matchPolicy: Near
    ///   timeoutSeconds: 31
    ///   clientConfig: {url: "https://hook.example.com/v"}
    /// - name: a.b.c
    ///   admissionReviewVersions: []
    ///   clientConfig: {url: "https://hook.example.com/v"}
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
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#webhook-configuration>
    id: "webhook/webhooks", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ValidatingWebhookConfiguration.admissionregistration.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io"], check),
}

const SIDE_EFFECTS: [&str; 2] = ["None", "NoneOnDryRun"];
const REINVOCATION: [&str; 2] = ["IfNeeded", "Never"];

fn check(configuration: &Object<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<(&str, Field<'_>)> = Vec::new();
    for webhook in configuration.get("webhooks").items() {
        check_webhook(webhook, ctx);
        let name = webhook.get("name");
        let Some(text) = name.str_or("") else { continue };
        if text.is_empty() {
            ctx.required(name, "a webhook needs a name");
        } else {
            name::check_field(name, ctx, name::fully_qualified_name);
        }
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == text) {
            let first = first.span();
            ctx.duplicate(name, text)
                .related(first, "the first webhook of this name");
        }
        seen.push((text, name));
    }
}

fn check_webhook(webhook: Field<'_>, ctx: &mut Context<'_>) {
    let effects = webhook.get("sideEffects");
    if effects.is_absent() {
        ctx.required(effects, "a webhook must say whether it has side effects")
            .help("set sideEffects: None");
    } else if let Some(text) = effects.str().filter(|text| !SIDE_EFFECTS.contains(text)) {
        ctx.not_supported(effects, text, &SIDE_EFFECTS);
    }
    admission::failure_policy(webhook.get("failurePolicy"), ctx);
    let policy = webhook.get("matchPolicy");
    if let Some(text) = policy.str().filter(|text| !matches!(*text, "Exact" | "Equivalent")) {
        ctx.not_supported(policy, text, &["Equivalent", "Exact"]);
    }
    let reinvocation = webhook.get("reinvocationPolicy");
    if let Some(text) = reinvocation.str().filter(|text| !REINVOCATION.contains(text)) {
        ctx.not_supported(reinvocation, text, &REINVOCATION);
    }
    int::in_range(webhook.get("timeoutSeconds"), ctx, 1..=30);
    check_versions(webhook.get("admissionReviewVersions"), ctx);
}

fn check_versions(versions: Field<'_>, ctx: &mut Context<'_>) {
    if versions.is_empty() {
        ctx.required(versions, "a webhook must say which reviews it reads: v1 or v1beta1");
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for version in versions.items() {
        let Some(text) = version.str_or("") else { return };
        if let Some(fault) = name::dns1035_label(text) {
            ctx.invalid(version, format!("{} {fault}", quote(text)));
        }
        if seen.contains(&text) {
            ctx.invalid(version, format!("{} stands twice", quote(text)));
        }
        seen.push(text);
    }
    if !seen.iter().any(|version| matches!(*version, "v1" | "v1beta1")) {
        ctx.invalid(versions, "the server speaks none of these versions")
            .help("add v1");
    }
}
