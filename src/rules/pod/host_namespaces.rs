use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Pod;

declare_rule! {
    /// Which parts of the host a pod shares.
    ///
    /// ## What it does
    /// Checks that a pod with its own users (`hostUsers: false`) does not use the host's network, processes or IPC, and
    /// that `shareProcessNamespace` and `hostPID` are not both true.
    ///
    /// ## Why is this bad
    /// The combinations contradict each other: processes are either shared in the pod or with the host.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   hostUsers: false
    ///   hostPID: true
    ///   shareProcessNamespace: true
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   hostUsers: false
    ///   shareProcessNamespace: true
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/>
    /// - <https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/>
    id: "pod/host-namespaces", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["shareProcessNamespace", "hostUsers"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let share = pod.spec.get("shareProcessNamespace");
    if pod.has("shareProcessNamespace") && pod.has("hostPID") {
        ctx.invalid(share, "may not be true where hostPID is")
            .related(pod.spec.get("hostPID").span(), "the processes of the host");
    }
    let users = pod.spec.get("hostUsers");
    if users.bool() != Some(false) {
        return;
    }
    // Two of the fields have capital letters in the server's paths.
    for (name, path) in [
        ("hostNetwork", ".hostNetwork"),
        ("hostPID", ".HostPID"),
        ("hostIPC", ".HostIPC"),
    ] {
        if pod.has(name) {
            ctx.forbidden(pod.spec, format!("{name} may not be true where hostUsers is false"))
                .below(path)
                .at(pod.spec.get(name).span())
                .related(users.span(), "the pod has its own users");
        }
    }
}
