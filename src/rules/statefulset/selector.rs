use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A StatefulSet selects its own pods.
    ///
    /// ## What it does
    /// Checks `spec.selector`: it is there, it is not empty, its labels and expressions are well formed, and it selects the
    /// labels of the template.
    ///
    /// ## Why is this bad
    /// A selector that misses the pods made from the template would make the controller create pods without end, and an empty
    /// one would claim every pod of the namespace. The server refuses both.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: web}
    /// spec:
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: web}
    /// spec:
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-selector>
    /// - <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors>
    id: "statefulset/selector", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["StatefulSet.apps"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    check::workload::required_selector(object.get("spec"), ctx);
}
