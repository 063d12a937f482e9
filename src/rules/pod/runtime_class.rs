use crate::check::name;
use crate::check::requirements::{check_overhead, warn_fractions};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Pod;

declare_rule! {
    /// The container runtime of a pod and what it costs.
    ///
    /// ## What it does
    /// Checks that `runtimeClassName` is a DNS subdomain, and that `overhead` names resources of containers with amounts
    /// not below 0.
    ///
    /// ## Why is this bad
    /// No runtime class can have another name, and the overhead is added to what the containers ask for.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: PodTemplate
    /// metadata: {name: web}
    /// template:
    ///   spec:
    ///     runtimeClassName: gVisor
    ///     overhead: {cpu: -100m}
    ///     containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: PodTemplate
    /// metadata: {name: web}
    /// template:
    ///   spec:
    ///     runtimeClassName: gvisor
    ///     overhead: {cpu: 100m}
    ///     containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/containers/runtime-class/>
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/>
    id: "pod/runtime-class", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["runtimeClassName", "overhead"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    name::check_field(pod.spec.get("runtimeClassName"), ctx, name::dns1123_subdomain);
    let overhead = pod.spec.get("overhead");
    check_overhead(overhead, None, ctx);
    warn_fractions(overhead, ctx);
}
