use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// Windows containers that run as processes of the host.
    ///
    /// ## What it does
    /// Checks that either all containers of a pod are host processes or none, that a container does not contradict the
    /// pod, and that a pod of host processes uses the host's network.
    ///
    /// ## Why is this bad
    /// Windows has no way to keep the network of a host process apart, nor to mix both kinds in a pod.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: agent}
    /// spec:
    ///   containers:
    ///   - {name: agent, image: agent:1, securityContext: {windowsOptions: {hostProcess: true}}}
    ///   - {name: log, image: log:1}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: agent}
    /// spec:
    ///   hostNetwork: true
    ///   securityContext: {windowsOptions: {hostProcess: true}}
    ///   containers: [{name: agent, image: agent:1}, {name: log, image: log:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/>
    id: "pod/host-process", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["containers", "initContainers", "ephemeralContainers"], check),
}

fn host_process(holder: Field<'_>) -> Field<'_> {
    holder.at(&["securityContext", "windowsOptions", "hostProcess"])
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let mentions = |holder: Field<'_>| !holder.at(&["securityContext", "windowsOptions"]).is_absent();
    if !mentions(pod.spec) && !pod.all_containers().any(|container| mentions(container.field)) {
        return;
    }
    let whole = host_process(pod.spec);
    let mut with: Option<Field<'_>> = None;
    let mut without: Option<Field<'_>> = None;
    for container in pod.all_containers() {
        let own = host_process(container.field);
        let unreadable = [own, whole].iter().any(|one| !one.is_absent() && one.bool().is_none());
        if unreadable {
            return;
        }
        if let (Some(wanted), Some(said)) = (whole.bool(), own.bool())
            && wanted != said
        {
            ctx.invalid(own, "contradicts the security context of the pod")
                .related(whole.span(), "the value for the pod");
        }
        if own.bool().or(whole.bool()) == Some(true) {
            with = with.or(Some(if own.is_set() { own } else { whole }));
        } else {
            without = without.or(Some(container.field));
        }
    }
    let Some(with) = with else { return };
    if let Some(without) = without {
        ctx.invalid(pod.spec, "either all containers are host processes or none")
            .at(with.span())
            .related(without.span(), "this container is none");
    }
    let network = pod.spec.get("hostNetwork");
    if network.bool_or(false) == Some(false) {
        ctx.invalid(network, "must be true for host processes")
            .related(with.span(), "the host process");
    }
}
