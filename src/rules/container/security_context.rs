use crate::check::{enums, security};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Container;

declare_rule! {
    /// The privileges of a container.
    ///
    /// ## What it does
    /// Checks users and groups, the seccomp and AppArmor profiles, the Windows options, that `procMount` is supported and
    /// `Unmasked` only for pods with their own users, and that a privileged container may escalate its privileges.
    ///
    /// ## Why is this bad
    /// The kubelet could not start the container with such settings, or they contradict each other.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     securityContext: {runAsUser: -1, privileged: true, allowPrivilegeEscalation: false}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     securityContext: {runAsUser: 1000, privileged: false, allowPrivilegeEscalation: false}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/configure-pod-container/security-context/>
    id: "container/security-context", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Container(&["securityContext"], check),
}

fn check(container: Container<'_>, ctx: &mut Context<'_>) {
    let context = container.get("securityContext");
    security::check(context, ctx);
    let mount = context.get("procMount");
    enums::check(mount, ctx, &["Default", "Unmasked"]);
    let users = container.pod.spec.get("hostUsers");
    if mount.str() == Some("Unmasked") && users.bool_or(true) == Some(true) {
        ctx.invalid(mount, "may be Unmasked only where the pod's hostUsers is false")
            .related(users.span(), "the users of the pod");
    }
    let escalation = context.get("allowPrivilegeEscalation");
    if escalation.bool() != Some(false) {
        return;
    }
    let privileged = context.get("privileged");
    let mut added = context.at(&["capabilities", "add"]).items();
    let (cause, why) = if privileged.bool() == Some(true) {
        (privileged, "a privileged container may")
    } else if let Some(capability) = added.find(|one| one.str() == Some("CAP_SYS_ADMIN")) {
        (capability, "a container with this capability may")
    } else {
        return;
    };
    ctx.invalid(context, "allowPrivilegeEscalation may not be false")
        .at(escalation.span())
        .related(cause.span(), why);
}
