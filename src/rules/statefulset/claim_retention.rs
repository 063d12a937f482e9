use crate::check::enums;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// What a StatefulSet does with the claims of pods that go.
    ///
    /// ## What it does
    /// Checks that `whenDeleted` and `whenScaled` of `spec.persistentVolumeClaimRetentionPolicy`, where they are not empty, are
    /// `Retain` or `Delete`.
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
    ///   persistentVolumeClaimRetentionPolicy: {whenScaled: Remove}
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
    ///   persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention>
    id: "statefulset/claim-retention", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["StatefulSet.apps"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let policy = object.get("spec").get("persistentVolumeClaimRetentionPolicy");
    for name in ["whenDeleted", "whenScaled"] {
        enums::check_non_empty(policy.get(name), ctx, &["Retain", "Delete"]);
    }
}
