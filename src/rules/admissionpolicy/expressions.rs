use crate::cel::{self, Scope, Ty};
use crate::check::admission;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The expressions of an admission policy.
    ///
    /// ## What it does
    /// Compiles every expression of validating and mutating policies: conditions, variables, validations, messages,
    /// audit annotations and mutations. Names must be declared, operators must fit their operands, and each
    /// expression must give the type that its place wants.
    ///
    /// ## Why is this bad
    /// The server compiles them when the policy is created, and refuses the policy with its compiler's message.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingAdmissionPolicy
    /// metadata: {name: limits}
    /// spec:
    ///   matchConstraints:
    ///     resourceRules: [{operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}]
    ///   variables: [{name: max, expression: "params.max"}]
    ///   validations:
    ///   - {expression: "object.spec.replicas <= variables.min"}
    ///   - {expression: "1 + 1", messageExpression: "5"}
    ///   - {expression: "(true"}
    ///   - {expression: "object.metadata.name.matches('[')"}
    ///   - {expression: "1 + 'a' == 2"}
    /// ```
    /// ```yaml,good
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingAdmissionPolicy
    /// metadata: {name: limits}
    /// spec:
    ///   paramKind: {apiVersion: v1, kind: ConfigMap}
    ///   matchConstraints:
    ///     resourceRules: [{operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}]
    ///   matchConditions: [{name: not-kubelet, expression: "!('system:nodes' in request.userInfo.groups)"}]
    ///   variables: [{name: max, expression: "int(params.data['max'])"}]
    ///   validations:
    ///   - expression: "object.spec.replicas <= variables.max && object.spec.template.spec.containers.all(c, c.image.startsWith('r/'))"
    ///     messageExpression: "'too many: ' + string(object.spec.replicas)"
    ///   - {expression: "quantity('1Gi').isGreaterThan(quantity('1Mi')) && !has(object.spec.paused)"}
    ///   - {expression: "object.?spec.?paused.orValue(false) == false"}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/>
    id: "admissionpolicy/expressions", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ValidatingAdmissionPolicy.admissionregistration.k8s.io", "MutatingAdmissionPolicy.admissionregistration.k8s.io"], check),
}

fn check(policy: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = policy.get("spec");
    let mut scope = admission::scope();
    if policy.kind() == "MutatingAdmissionPolicy" {
        scope = scope.with_mutations();
    }
    if spec.get("paramKind").is_set() {
        scope = scope.with("params", Ty::Dyn);
    }
    for condition in spec.get("matchConditions").items() {
        cel::check_field(condition.get("expression"), &scope, &[Ty::Bool], ctx);
    }
    let scope = with_variables(spec.get("variables"), scope, ctx);
    for validation in spec.get("validations").items() {
        cel::check_field(validation.get("expression"), &scope, &[Ty::Bool], ctx);
        cel::check_field(validation.get("messageExpression"), &scope, &[Ty::String], ctx);
    }
    for annotation in spec.get("auditAnnotations").items() {
        cel::check_field(annotation.get("valueExpression"), &scope, &[Ty::String, Ty::Null], ctx);
    }
    for mutation in spec.get("mutations").items() {
        check_mutation(mutation, &scope, ctx);
    }
}

/// Each variable sees those before it; one that does not compile is still declared, of an unknown
/// type.
fn with_variables<'d>(variables: Field<'d>, scope: Scope<'d>, ctx: &mut Context<'_>) -> Scope<'d> {
    if variables.is_empty() {
        return scope;
    }
    let mut known: Vec<(String, Ty<'d>)> = Vec::new();
    let mut inner = scope.with("variables", Ty::Struct(Vec::new()));
    for variable in variables.items() {
        let expression = variable.get("expression");
        let ty = cel::check_field(expression, &inner, &[], ctx).unwrap_or(Ty::Dyn);
        if expression.is_empty() {
            continue;
        }
        if let Some(name) = variable.get("name").str() {
            known.push((name.to_owned(), ty));
            inner = scope.with("variables", Ty::Struct(known.clone()));
        }
    }
    inner
}

fn check_mutation<'d>(mutation: Field<'d>, scope: &Scope<'d>, ctx: &mut Context<'_>) {
    let apply = mutation.get("applyConfiguration").get("expression");
    let patch = mutation.get("jsonPatch").get("expression");
    match mutation.get("patchType").str() {
        Some("ApplyConfiguration") => {
            cel::check_field(apply, scope, &[Ty::Named("Object")], ctx);
        }
        Some("JSONPatch") => {
            cel::check_field(patch, scope, &[Ty::list(Ty::Named("JSONPatch"))], ctx);
        }
        _ => {}
    }
}
