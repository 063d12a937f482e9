use crate::check::{admission, name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The requests and parameters of an admission policy.
    ///
    /// ## What it does
    /// Checks `matchConstraints`, `matchConditions`, `paramKind`, `failurePolicy` and the names of `variables` of
    /// validating and mutating policies.
    ///
    /// ## Why is this bad
    /// A policy that matches nothing, or whose parameters cannot exist, is refused.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingAdmissionPolicy
    /// metadata: {name: limits}
    /// spec:
    ///   failurePolicy: Retry
    ///   paramKind: {apiVersion: a/b/c, kind: "bad kind"}
    ///   matchConstraints: {resourceRules: []}
    ///   variables: [{name: 1a, expression: ""}]
    ///   validations: [{expression: "true"}]
    /// ```
    /// ```yaml,good
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingAdmissionPolicy
    /// metadata: {name: limits}
    /// spec:
    ///   paramKind: {apiVersion: v1, kind: ConfigMap}
    ///   matchConstraints:
    ///     resourceRules: [{operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}]
    ///   variables: [{name: max, expression: "5"}]
    ///   validations: [{expression: "object.spec.replicas <= variables.max"}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/>
    id: "admissionpolicy/matching", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ValidatingAdmissionPolicy.admissionregistration.k8s.io", "MutatingAdmissionPolicy.admissionregistration.k8s.io"], check),
}

fn check(policy: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = policy.get("spec");
    admission::failure_policy(spec.get("failurePolicy"), ctx);
    let kind = spec.get("paramKind");
    if kind.is_set() {
        check_param_kind(kind, ctx);
    }
    let constraints = spec.get("matchConstraints");
    if constraints.is_absent() {
        ctx.required(constraints, "a policy needs constraints on what it matches");
    } else {
        let rules = constraints.get("resourceRules");
        if rules.is_empty() {
            ctx.required(rules, "a policy needs at least one rule");
        }
        admission::match_resources(constraints, ctx);
        if policy.kind() == "MutatingAdmissionPolicy" {
            admission::mutable_operations(constraints, ctx);
        }
    }
    admission::match_conditions(spec.get("matchConditions"), ctx);
    check_variables(spec.get("variables"), ctx);
}

fn check_param_kind(param: Field<'_>, ctx: &mut Context<'_>) {
    let (version, kind) = (param.get("apiVersion"), param.get("kind"));
    match version.str_or("") {
        Some("") => {
            ctx.required(version, "parameters need an API version");
        }
        Some(text) => {
            if let Some(fault) = api_version(text) {
                ctx.invalid(version, format!("{} {fault}", quote(text)));
            }
        }
        None => {}
    }
    match kind.str_or("") {
        Some("") => {
            ctx.required(kind, "parameters need a kind");
        }
        Some(text) => {
            if let Some(fault) = name::dns1035_label(&text.to_lowercase()) {
                ctx.invalid(kind, format!("{}, in lower case, {fault}", quote(text)));
            }
        }
        None => {}
    }
}

fn api_version(text: &str) -> Option<String> {
    if text.matches('/').count() > 1 {
        return Some("is not group/version".to_owned());
    }
    let (group, version) = text.split_once('/').unwrap_or(("", text));
    if !group.is_empty()
        && let Some(fault) = name::dns1123_subdomain(group)
    {
        return Some(format!("has a group that {fault}"));
    }
    name::dns1035_label(version).map(|fault| format!("has a version that {fault}"))
}

fn check_variables(variables: Field<'_>, ctx: &mut Context<'_>) {
    for variable in variables.items() {
        let (name, expression) = (variable.get("name"), variable.get("expression"));
        if let Some(text) = name.str_or("") {
            if text.is_empty() {
                ctx.required(name, "a variable needs a name");
            } else if !cel_identifier(text) {
                ctx.invalid(name, format!("{} is not a CEL identifier", quote(text)));
            }
        }
        if expression.str_or("").is_some_and(|text| text.trim().is_empty()) {
            ctx.required(expression, "a variable needs an expression");
        }
    }
}

/// Words of the language that no variable can be called.
const RESERVED: [&str; 21] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "null",
    "package",
    "return",
    "true",
    "var",
    "void",
    "while",
];

fn cel_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !RESERVED.contains(&text)
}
