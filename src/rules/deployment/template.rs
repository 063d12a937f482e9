use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A Deployment keeps its pods running.
    ///
    /// ## What it does
    /// Checks that the pod template leaves `restartPolicy` at `Always` and sets no `activeDeadlineSeconds`.
    ///
    /// ## Why is this bad
    /// A Deployment replaces pods that end, so pods that are meant to end belong in a Job. The server refuses them here.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: web}
    /// spec:
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {restartPolicy: Never, containers: [{name: web, image: web:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: web}
    /// spec:
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/>
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy>
    id: "deployment/template", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Deployment.apps"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    check::workload::lasting_pods(object.get("spec").get("template"), ctx);
}
