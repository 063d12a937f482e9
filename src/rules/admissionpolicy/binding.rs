use crate::check::{admission, name, selector};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// What an admission policy is bound to.
    ///
    /// ## What it does
    /// Checks the policy name, the reference to parameters, the matched resources, and the actions of a binding, of
    /// which Deny and Warn exclude each other.
    ///
    /// ## Why is this bad
    /// A binding without effect, or with contradicting ones, is refused.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingAdmissionPolicyBinding
    /// metadata: {name: limits}
    /// spec:
    ///   policyName: Limits
    ///   validationActions: [Deny, Warn, Deny, Log]
    ///   paramRef: {name: a/b, selector: {}, parameterNotFoundAction: Skip}
    /// ```
    /// ```yaml,good
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingAdmissionPolicyBinding
    /// metadata: {name: limits}
    /// spec:
    ///   policyName: limits
    ///   validationActions: [Deny, Audit]
    ///   paramRef: {name: settings, parameterNotFoundAction: Deny}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/>
    id: "admissionpolicy/binding", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding.admissionregistration.k8s.io"], check),
}

const ACTIONS: [&str; 3] = ["Audit", "Deny", "Warn"];

fn check(binding: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = binding.get("spec");
    name::check_required(spec.get("policyName"), ctx, name::dns1123_subdomain);
    let reference = spec.get("paramRef");
    if reference.is_set() {
        check_param_ref(reference, ctx);
    }
    admission::match_resources(spec.get("matchResources"), ctx);
    if binding.kind() == "ValidatingAdmissionPolicyBinding" {
        check_actions(spec.get("validationActions"), ctx);
    } else {
        admission::mutable_operations(spec.get("matchResources"), ctx);
    }
}

fn check_param_ref(reference: Field<'_>, ctx: &mut Context<'_>) {
    let [name, selector, action] = ["name", "selector", "parameterNotFoundAction"].map(|part| reference.get(part));
    let Some(text) = name.str_or("") else { return };
    match (text.is_empty(), selector.is_set()) {
        (true, false) => {
            ctx.required(reference, "parameters are named, or selected");
        }
        (false, true) => {
            for field in [name, selector] {
                ctx.forbidden(field, "name and selector exclude each other");
            }
        }
        _ => {}
    }
    name::check_non_empty(name, ctx, name::path_segment);
    selector::label_selector(selector, ctx);
    match action.str_or("") {
        Some("") => {
            ctx.required(action, "must say what happens when there are no parameters")
                .help("set it to Deny or Allow");
        }
        Some(text) if !matches!(text, "Allow" | "Deny") => {
            ctx.not_supported(action, text, &["Allow", "Deny"]);
        }
        _ => {}
    }
}

fn check_actions(actions: Field<'_>, ctx: &mut Context<'_>) {
    if actions.is_empty() {
        ctx.required(actions, "a binding needs an action");
    }
    let mut seen: Vec<&str> = Vec::new();
    for action in actions.items() {
        let Some(text) = action.str_or("") else { continue };
        if !ACTIONS.contains(&text) {
            ctx.not_supported(action, text, &ACTIONS);
        }
        if seen.contains(&text) {
            ctx.duplicate(action, text);
        }
        seen.push(text);
    }
    if seen.contains(&"Deny") && seen.contains(&"Warn") {
        ctx.invalid(actions, "Deny and Warn would say the same thing twice")
            .at(actions.key_span());
    }
}
