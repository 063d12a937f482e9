use crate::check::{enums, name};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Pod;

declare_rule! {
    /// The priority of a pod.
    ///
    /// ## What it does
    /// Checks that `priorityClassName` is a DNS subdomain, and `preemptionPolicy` is `PreemptLowerPriority` or `Never`.
    ///
    /// ## Why is this bad
    /// No priority class can have another name, and the scheduler knows only these two policies.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   priorityClassName: High
    ///   preemptionPolicy: never
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   priorityClassName: high
    ///   preemptionPolicy: Never
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/>
    id: "pod/priority", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["priorityClassName", "preemptionPolicy"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    name::check_non_empty(pod.spec.get("priorityClassName"), ctx, name::dns1123_subdomain);
    let policy = pod.spec.get("preemptionPolicy");
    if policy.is_set() {
        enums::check_required(policy, ctx, &["PreemptLowerPriority", "Never"]);
    }
}
