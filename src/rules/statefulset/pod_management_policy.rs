use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// How a StatefulSet starts and stops its pods.
    ///
    /// ## What it does
    /// Checks that `spec.podManagementPolicy`, where it is not empty, is `OrderedReady` or `Parallel`.
    ///
    /// ## Why is this bad
    /// The server refuses the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: web}
    /// spec:
    ///   podManagementPolicy: Ordered
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: web}
    /// spec:
    ///   podManagementPolicy: Parallel
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies>
    id: "statefulset/pod-management-policy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["StatefulSet.apps"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let policy = object.get("spec").get("podManagementPolicy");
    if let Some(text) = policy.non_empty_or("OrderedReady")
        && !matches!(text, "OrderedReady" | "Parallel")
    {
        ctx.invalid(policy, format!("{} is neither OrderedReady nor Parallel", quote(text)));
    }
}
