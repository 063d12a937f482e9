use crate::check::name;
use crate::check::seen::Seen;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Container, Pod, Role};

declare_rule! {
    /// The containers of a pod and their names.
    ///
    /// ## What it does
    /// Checks that a pod has at least one container, and that each, init and ephemeral ones included, has a name of its
    /// own that is a DNS label.
    ///
    /// ## Why is this bad
    /// A pod without containers does nothing, and commands such as `kubectl logs` find a container by its name.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   initContainers: [{name: web, image: setup:1}]
    ///   containers: [{name: web, image: web:1}, {name: Log_Agent, image: log:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   initContainers: [{name: setup, image: setup:1}]
    ///   containers: [{name: web, image: web:1}, {name: log-agent, image: log:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/>
    id: "pod/containers", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&[], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let containers = pod.list(Role::Main);
    if containers.is_empty() {
        ctx.required(containers, "a pod must have at least one container");
    }
    let mut seen: Seen<&str, Container<'_>> = Seen::default();
    let roles = [Role::Main, Role::Init, Role::Ephemeral];
    for container in roles.into_iter().flat_map(|role| pod.containers(role)) {
        let name = container.get("name");
        let Some(text) = name.str_or("") else { continue };
        name::check_required(name, ctx, name::dns1123_label);
        // Among init containers, though not elsewhere, absent names do not count as the same.
        let differ =
            |other: &Container<'_>| text.is_empty() && (other.role, container.role) == (Role::Init, Role::Init);
        if let Some(other) = seen.first(text, container)
            && !differ(other)
        {
            ctx.duplicate(name, text)
                .related(other.get("name").span(), "the other container");
        }
    }
}
