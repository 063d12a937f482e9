use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// Templates have well-formed labels and annotations.
    ///
    /// ## What it does
    /// Checks the labels and annotations of the pod template inside a workload as those of an object. The server checks
    /// nothing else of its metadata, and names neither place with `metadata` in the path. In the template of a resource
    /// claim nothing else may be set.
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
            "ResourceClaimTemplate.resource.k8s.io",
            "StatefulSet.apps",
        ],
        check,
    ),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = object.get("spec");
    let template = match object.kind() {
        "ResourceClaimTemplate" => return check::meta::claim_template(spec.get("metadata"), ctx),
        "PodTemplate" => object.get("template"),
        "CronJob" => spec.at(&["jobTemplate", "spec", "template"]),
        _ => spec.get("template"),
    };
    check::meta::template(template, ctx);
}
