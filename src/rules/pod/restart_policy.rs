use crate::check::enums;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Pod;

declare_rule! {
    /// When the containers of a pod are started again.
    ///
    /// ## What it does
    /// Checks that `spec.restartPolicy` is `Always`, `OnFailure` or `Never`. Which of them a workload takes is a rule of
    /// the workload's own.
    ///
    /// ## Why is this bad
    /// The kubelet knows no other policy.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   restartPolicy: always
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   restartPolicy: Always
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy>
    id: "pod/restart-policy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["restartPolicy"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    enums::check_non_empty(pod.spec.get("restartPolicy"), ctx, &["Always", "OnFailure", "Never"]);
}
