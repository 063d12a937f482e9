use crate::check::handler;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Container, Role};

declare_rule! {
    /// The hooks that run after a container starts and before it stops.
    ///
    /// ## What it does
    /// Checks that `lifecycle.postStart` and `lifecycle.preStop` have exactly one handler each, that it is complete, and
    /// that a pause is not longer than the pod's grace period. Init containers have hooks only as sidecars.
    ///
    /// ## Why is this bad
    /// A hook without a handler does nothing, and a pause longer than the grace period would be cut short.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   terminationGracePeriodSeconds: 10
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     lifecycle: {postStart: {}, preStop: {sleep: {seconds: 20}}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   terminationGracePeriodSeconds: 30
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     lifecycle: {postStart: {exec: {command: ["true"]}}, preStop: {sleep: {seconds: 20}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/>
    id: "container/lifecycle", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Container(&["lifecycle"], check),
}

/// How long a pod has to stop unless it says so.
const DEFAULT_GRACE: i64 = 30;

fn check(container: Container<'_>, ctx: &mut Context<'_>) {
    let lifecycle = container.get("lifecycle");
    let hooks = [lifecycle.get("postStart"), lifecycle.get("preStop")];
    // Where there is only a stop signal, a field that servers ignore by default, the whole lifecycle counts as absent.
    let dropped = lifecycle.get("stopSignal").is_set() && hooks.iter().all(|hook| hook.is_absent());
    if !lifecycle.is_set() || dropped || container.role == Role::Ephemeral {
        return;
    }
    if container.is_passing() {
        ctx.forbidden(lifecycle, "an init container has hooks only when it is a sidecar")
            .at(lifecycle.key_span())
            .help("remove lifecycle, or set restartPolicy: Always on the container to make it a sidecar");
        return;
    }
    let Some(mut grace) = container
        .pod
        .spec
        .get("terminationGracePeriodSeconds")
        .int_or(DEFAULT_GRACE)
    else {
        return;
    };
    if grace < 0 && container.pod.is_pod() {
        grace = 1;
    }
    for hook in hooks.into_iter().filter(|hook| hook.is_set()) {
        handler::check(hook, grace, ctx);
    }
}
