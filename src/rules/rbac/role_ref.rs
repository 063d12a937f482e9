use crate::check::name;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The role that a binding names.
    ///
    /// ## What it does
    /// Checks `roleRef`: its API group, a kind of Role or ClusterRole (ClusterRole only in a ClusterRoleBinding),
    /// and a name that can stand in a URL path.
    ///
    /// ## Why is this bad
    /// A binding to anything else binds nothing; the server refuses it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata: {name: admins}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: admin}
    /// ```
    /// ```yaml,good
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: RoleBinding
    /// metadata: {name: admins}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:admin"}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding>
    id: "rbac/role-ref", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"], check),
}

fn check(binding: &Object<'_>, ctx: &mut Context<'_>) {
    let role = binding.get("roleRef");
    let kinds: &[&str] = if binding.kind() == "RoleBinding" {
        &["Role", "ClusterRole"]
    } else {
        &["ClusterRole"]
    };
    let [group, kind, name] = role.members(["apiGroup", "kind", "name"]);
    if let Some(text) = group.non_empty_or(GROUP).filter(|text| *text != GROUP) {
        ctx.not_supported(group, text, &[GROUP]);
    }
    if let Some(text) = kind.str_or("").filter(|text| !kinds.contains(text)) {
        ctx.not_supported(kind, text, kinds);
    }
    name::check_required(name, ctx, name::path_segment);
}

/// The API group of roles, also where the binding does not say.
const GROUP: &str = "rbac.authorization.k8s.io";
