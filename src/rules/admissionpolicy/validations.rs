use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// What a ValidatingAdmissionPolicy demands and records.
    ///
    /// ## What it does
    /// Checks that there is a validation or an audit annotation, that each validation has an expression, that
    /// messages are one line and reasons are known, and that annotation keys are valid and stand once.
    ///
    /// ## Why is this bad
    /// A policy that demands nothing, or whose refusal could not be shown, is refused itself.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingAdmissionPolicy
    /// metadata: {name: limits}
    /// spec:
    ///   matchConstraints:
    ///     resourceRules: [{operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}]
    ///   validations:
    ///   - {expression: ""}
    ///   - {expression: "true", message: " ", reason: Because}
    ///   auditAnnotations: [{key: "a b", valueExpression: ""}]
    /// ```
    /// ```yaml,good
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingAdmissionPolicy
    /// metadata: {name: limits}
    /// spec:
    ///   matchConstraints:
    ///     resourceRules: [{operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}]
    ///   validations: [{expression: "true", message: fine, reason: Forbidden}]
    ///   auditAnnotations: [{key: high, valueExpression: "'x'"}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/>
    id: "admissionpolicy/validations", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ValidatingAdmissionPolicy.admissionregistration.k8s.io"], check),
}

const REASONS: [&str; 4] = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"];
const MAX_ANNOTATIONS: usize = 20;
const MAX_EXPRESSION: usize = 5 * 1024;

fn check(policy: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = policy.get("spec");
    let (validations, annotations) = (spec.get("validations"), spec.get("auditAnnotations"));
    if validations.is_empty() && annotations.is_empty() && !spec.is_wrong() {
        for list in [validations, annotations] {
            ctx.required(list, "a policy needs a validation or an audit annotation");
        }
    }
    for validation in validations.items() {
        check_validation(validation, ctx);
    }
    if annotations.len() > MAX_ANNOTATIONS {
        ctx.invalid(
            annotations,
            format!(
                "{} annotations, at most {MAX_ANNOTATIONS} are allowed",
                annotations.len()
            ),
        );
    }
    let mut seen: Vec<&str> = Vec::new();
    for annotation in annotations.items() {
        check_annotation(annotation, policy, ctx);
        let key = annotation.get("key");
        let Some(text) = key.str_or("") else { continue };
        if seen.contains(&text) {
            ctx.duplicate(key, text);
        }
        seen.push(text);
    }
}

fn check_validation(validation: Field<'_>, ctx: &mut Context<'_>) {
    let [expression, message, message_expression, reason] =
        ["expression", "message", "messageExpression", "reason"].map(|part| validation.get(part));
    if expression.str_or("").is_some_and(|text| text.trim().is_empty()) {
        ctx.required(expression, "a validation needs an expression");
    }
    if message_expression
        .str()
        .is_some_and(|text| !text.is_empty() && text.trim().is_empty())
    {
        ctx.invalid(message_expression, "is blank")
            .help("remove it, or write an expression");
    }
    if let Some(text) = message.str().filter(|text| !text.is_empty()) {
        if text.trim().is_empty() {
            ctx.invalid(message, "is blank").help("remove it, or say what is wrong");
        } else if text.trim().contains(['\n', '\r']) {
            ctx.invalid(message, "may not have line breaks");
        }
    }
    if let Some(text) = reason.str().filter(|text| !REASONS.contains(text)) {
        ctx.not_supported(reason, text, &REASONS);
    }
}

fn check_annotation(annotation: Field<'_>, policy: &Object<'_>, ctx: &mut Context<'_>) {
    let (key, value) = (annotation.get("key"), annotation.get("valueExpression"));
    if policy.get("metadata").get("name").is_empty() {
        ctx.invalid(key, "the key goes with the policy's name, which is missing");
    } else if let Some(text) = key.str_or("") {
        let full = format!(
            "{}/{text}",
            policy.get("metadata").get("name").str().unwrap_or_default()
        );
        if let Some(fault) = name::qualified_name(&full) {
            ctx.invalid(key, format!("{} {fault}", quote(&full)));
        }
    }
    let Some(text) = value.str_or("") else { return };
    if text.trim().is_empty() {
        ctx.required(value, "an audit annotation needs an expression");
    } else if text.trim().len() > MAX_EXPRESSION {
        ctx.required(value, format!("the expression has more than {MAX_EXPRESSION} bytes"));
    }
}
