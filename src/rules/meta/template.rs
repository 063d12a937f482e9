use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// Pod templates have well-formed labels and annotations.
    ///
    /// ## What it does
    /// Checks the labels and annotations of the pod template inside a workload as those of an object. The server checks
    /// nothing else of a template's metadata, and names neither place with `metadata` in the path.
    ///
    /// ## Why is this bad
    /// The server refuses the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: PodTemplate
    /// metadata: {name: web}
    /// template:
    ///   metadata: {labels: {version: "1.0 beta"}}
    ///   spec: {containers: [{name: web, image: web:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: PodTemplate
    /// metadata: {name: web}
    /// template:
    ///   metadata: {labels: {version: 1.0-beta}}
    ///   spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/#pod-templates>
    id: "meta/template", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(
        &[
            "CronJob.batch",
            "DaemonSet.apps",
            "Deployment.apps",
            "Job.batch",
            "PodTemplate",
            "ReplicaSet.apps",
            "ReplicationController",
            "StatefulSet.apps",
        ],
        check,
    ),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = object.get("spec");
    let template = match object.kind() {
        "PodTemplate" => object.get("template"),
        "CronJob" => spec.at(&["jobTemplate", "spec", "template"]),
        _ => spec.get("template"),
    };
    check::meta::template(template, ctx);
}
