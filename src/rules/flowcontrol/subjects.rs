use crate::check::name;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The subjects of a FlowSchema.
    ///
    /// ## What it does
    /// Checks the subjects of each rule: at least one, a known kind, and the member that belongs to the kind and no
    /// other.
    ///
    /// ## Why is this bad
    /// A rule without a subject matches nobody.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: flowcontrol.apiserver.k8s.io/v1
    /// kind: FlowSchema
    /// metadata: {name: tenants}
    /// spec:
    ///   priorityLevelConfiguration: {name: tenant}
    ///   rules:
    ///   - subjects: []
    ///     nonResourceRules: [{verbs: [get], nonResourceURLs: [/healthz]}]
    ///   - subjects:
    ///     - {kind: User, group: {name: a}}
    ///     - {kind: Group, group: {name: ""}}
    ///     - {kind: ServiceAccount, serviceAccount: {name: robot}}
    ///     - {kind: Team}
    ///     nonResourceRules: [{verbs: [get], nonResourceURLs: [/healthz]}]
    /// ```
    /// ```yaml,good
    /// apiVersion: flowcontrol.apiserver.k8s.io/v1
    /// kind: FlowSchema
    /// metadata: {name: tenants}
    /// spec:
    ///   priorityLevelConfiguration: {name: tenant}
    ///   rules:
    ///   - subjects:
    ///     - {kind: User, user: {name: "*"}}
    ///     - {kind: Group, group: {name: "system:authenticated"}}
    ///     - {kind: ServiceAccount, serviceAccount: {name: "*", namespace: default}}
    ///     nonResourceRules: [{verbs: [get], nonResourceURLs: [/healthz]}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#flowschema>
    id: "flowcontrol/subjects", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["FlowSchema.flowcontrol.apiserver.k8s.io"], check),
}

/// Each kind and the member that belongs to it.
const KINDS: [(&str, &str); 3] = [
    ("Group", "group"),
    ("ServiceAccount", "serviceAccount"),
    ("User", "user"),
];

fn check(schema: &Object<'_>, ctx: &mut Context<'_>) {
    for rule in schema.get("spec").get("rules").items() {
        let subjects = rule.get("subjects");
        if subjects.is_empty() {
            ctx.required(subjects, "a rule needs at least one subject");
        }
        for subject in subjects.items() {
            check_subject(subject, ctx);
        }
    }
}

fn check_subject(subject: Field<'_>, ctx: &mut Context<'_>) {
    let kind = subject.get("kind");
    let Some(text) = kind.str_or("") else { return };
    if KINDS.iter().all(|(known, _)| *known != text) {
        ctx.not_supported(kind, text, &KINDS.map(|(known, _)| known));
        return;
    }
    for (known, member) in KINDS {
        let field = subject.get(member);
        if known != text {
            if field.is_set() {
                ctx.forbidden(field, format!("{member} may not be set where the kind is {text}"));
            }
        } else if field.is_absent() {
            ctx.required(field, format!("a subject of kind {known} needs {member}"));
        } else if known == "ServiceAccount" {
            check_account(field, ctx);
        } else if field.get("name").is_empty() {
            ctx.required(field.get("name"), format!("a {member} needs a name"));
        }
    }
}

fn check_account(account: Field<'_>, ctx: &mut Context<'_>) {
    let (name, namespace) = (account.get("name"), account.get("namespace"));
    if name.str() != Some("*") {
        name::check_required(name, ctx, name::dns1123_subdomain);
    }
    name::check_required(namespace, ctx, name::dns1123_label);
}
