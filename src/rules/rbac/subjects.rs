use crate::check::name;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The users, groups and service accounts that a binding names.
    ///
    /// ## What it does
    /// Checks each of `subjects`: the kind, the API group that belongs to it, the name, and for a service account
    /// in a ClusterRoleBinding its namespace.
    ///
    /// ## Why is this bad
    /// A subject that cannot exist would silently bind nobody, so the server refuses it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata: {name: admins}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
    /// subjects:
    /// - {kind: ServiceAccount, name: robot}
    /// - {kind: ServiceAccount, apiGroup: rbac.authorization.k8s.io, name: Robot, namespace: default}
    /// - {kind: User, apiGroup: "users", name: ""}
    /// - {kind: Team, name: a}
    /// ```
    /// ```yaml,good
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata: {name: admins}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
    /// subjects:
    /// - {kind: ServiceAccount, name: robot, namespace: default}
    /// - {kind: User, apiGroup: rbac.authorization.k8s.io, name: "Ann Example"}
    /// - {kind: Group, name: "system:authenticated"}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects>
    id: "rbac/subjects", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"], check),
}

fn check(binding: &Object<'_>, ctx: &mut Context<'_>) {
    let cluster = binding.kind() == "ClusterRoleBinding";
    for subject in binding.get("subjects").items() {
        check_subject(subject, cluster, ctx);
    }
}

fn check_subject(subject: Field<'_>, cluster: bool, ctx: &mut Context<'_>) {
    let [kind, group, name, namespace] = subject.members(["kind", "apiGroup", "name", "namespace"]);
    if name.is_empty() {
        ctx.required(name, "a subject needs a name");
    }
    let Some(text) = kind.str_or("") else { return };
    match text {
        "ServiceAccount" => {
            name::check_non_empty(name, ctx, name::dns1123_subdomain);
            check_group(group, "", ctx);
            if cluster && namespace.is_empty() {
                ctx.required(namespace, "a service account stands in a namespace");
            }
        }
        "User" | "Group" => check_group(group, "rbac.authorization.k8s.io", ctx),
        other => {
            ctx.not_supported(kind, other, &["ServiceAccount", "User", "Group"]);
        }
    }
}

/// The group defaults to the kind's own, so only another one that is written is wrong.
fn check_group(group: Field<'_>, wanted: &'static str, ctx: &mut Context<'_>) {
    if let Some(text) = group.str().filter(|text| !text.is_empty() && *text != wanted) {
        ctx.not_supported(group, text, &[wanted]);
    }
}
