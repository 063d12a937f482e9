use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The policy rules of a Role or ClusterRole.
    ///
    /// ## What it does
    /// Each rule needs verbs, and either resources with their API groups or, in a ClusterRole, non-resource URLs;
    /// never both.
    ///
    /// ## Why is this bad
    /// A rule without one of these grants nothing that the server could work out, so it refuses the role.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: Role
    /// metadata: {name: reader}
    /// rules:
    /// - {apiGroups: [""], resources: [pods]}
    /// - {verbs: [get], nonResourceURLs: [/healthz]}
    /// ```
    /// ```yaml,good
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: Role
    /// metadata: {name: reader}
    /// rules:
    /// - {apiGroups: [""], resources: [pods], verbs: [get, list]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole>
    id: "rbac/rules", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Role.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io"], check),
}

fn check(role: &Object<'_>, ctx: &mut Context<'_>) {
    let namespaced = role.kind() == "Role";
    for rule in role.get("rules").items() {
        check_rule(rule, namespaced, ctx);
    }
}

fn check_rule(rule: Field<'_>, namespaced: bool, ctx: &mut Context<'_>) {
    let [verbs, groups, resources, urls] = rule.members(["verbs", "apiGroups", "resources", "nonResourceURLs"]);
    if verbs.is_empty() {
        ctx.required(verbs, "a rule needs at least one verb");
    }
    if !urls.is_empty() {
        if namespaced {
            ctx.invalid(urls, "a namespaced role cannot grant non-resource URLs")
                .help("grant them in a ClusterRole");
        }
        if !groups.is_empty() || !resources.is_empty() || !rule.get("resourceNames").is_empty() {
            ctx.invalid(urls, "one rule cannot grant both resources and non-resource URLs")
                .help("write two rules");
        }
        return;
    }
    if groups.is_empty() {
        ctx.required(groups, "a rule on resources needs at least one API group")
            .help("the core group is \"\"");
    }
    if resources.is_empty() {
        ctx.required(resources, "a rule on resources needs at least one resource");
    }
}
