use crate::check::int;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Pod;

declare_rule! {
    /// How long a pod may run, and how long it has to stop.
    ///
    /// ## What it does
    /// Checks that `activeDeadlineSeconds` is from 1 to 2147483647. Warns of a `terminationGracePeriodSeconds` below 0.
    ///
    /// ## Why is this bad
    /// With a deadline of 0 the pod would fail before it starts.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   activeDeadlineSeconds: 0
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   activeDeadlineSeconds: 60
    ///   terminationGracePeriodSeconds: 0
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/>
    id: "pod/deadlines", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["activeDeadlineSeconds", "terminationGracePeriodSeconds"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    int::in_range(pod.spec.get("activeDeadlineSeconds"), ctx, 1..=i32::MAX.into());
    let grace = pod.spec.get("terminationGracePeriodSeconds");
    if grace.int().is_some_and(|seconds| seconds < 0) && !pod.is_pod() {
        ctx.warn(grace, "a grace period below 0 counts as 1 second");
    }
}
