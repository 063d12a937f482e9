use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// What a MutatingAdmissionPolicy changes.
    ///
    /// ## What it does
    /// Checks that there is at least one mutation, each with a patch type and the part that belongs to it, and the
    /// reinvocation policy.
    ///
    /// ## Why is this bad
    /// The server could not build a patch otherwise.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: MutatingAdmissionPolicy
    /// metadata: {name: sidecar}
    /// spec:
    ///   reinvocationPolicy: Always
    ///   matchConstraints:
    ///     resourceRules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
    ///   mutations:
    ///   - {patchType: Merge}
    ///   - {patchType: JSONPatch, applyConfiguration: {expression: "Object{}"}}
    ///   - {patchType: ApplyConfiguration, applyConfiguration: {expression: ""}}
    /// ```
    /// ```yaml,good
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: MutatingAdmissionPolicy
    /// metadata: {name: sidecar}
    /// spec:
    ///   reinvocationPolicy: IfNeeded
    ///   matchConstraints:
    ///     resourceRules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
    ///   mutations:
    ///   - patchType: ApplyConfiguration
    ///     applyConfiguration: {expression: "Object{metadata: Object.metadata{labels: {'x': 'y'}}}"}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/>
    id: "admissionpolicy/mutations", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["MutatingAdmissionPolicy.admissionregistration.k8s.io"], check),
}

const REINVOCATION: [&str; 2] = ["IfNeeded", "Never"];

/// Each patch type and the member that belongs to it.
const PATCHES: [(&str, &str); 2] = [("ApplyConfiguration", "applyConfiguration"), ("JSONPatch", "jsonPatch")];

fn check(policy: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = policy.get("spec");
    let reinvocation = spec.get("reinvocationPolicy");
    match reinvocation.str_or("") {
        Some("") => {
            ctx.required(reinvocation, "a mutating policy must say whether it is invoked again");
        }
        Some(text) if !REINVOCATION.contains(&text) => {
            ctx.not_supported(reinvocation, text, &REINVOCATION);
        }
        _ => {}
    }
    let mutations = spec.get("mutations");
    if mutations.is_empty() {
        ctx.required(mutations, "a mutating policy needs a mutation");
    }
    for mutation in mutations.items() {
        check_mutation(mutation, ctx);
    }
}

fn check_mutation(mutation: Field<'_>, ctx: &mut Context<'_>) {
    let kind = mutation.get("patchType");
    let Some(text) = kind.str_or("") else { return };
    if text.is_empty() {
        ctx.required(kind, "a mutation needs a patch type");
        return;
    }
    if PATCHES.iter().all(|(known, _)| *known != text) {
        ctx.not_supported(kind, text, &PATCHES.map(|(known, _)| known));
        return;
    }
    for (known, member) in PATCHES {
        let field = mutation.get(member);
        if known != text {
            if field.is_set() {
                ctx.invalid(field, format!("may not be set where the patch type is {text}"));
            }
        } else if field.is_absent() {
            ctx.required(field, format!("the patch type {known} needs {member}"));
        } else if field
            .get("expression")
            .str_or("")
            .is_some_and(|text| text.trim().is_empty())
        {
            ctx.required(field.get("expression"), "a mutation needs an expression");
        }
    }
}
