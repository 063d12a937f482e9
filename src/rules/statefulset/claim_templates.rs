use crate::check::volume::claim;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// Claims that a StatefulSet makes for its pods.
    ///
    /// ## What it does
    /// Checks the spec of each of `spec.volumeClaimTemplates` as that of a PersistentVolumeClaim: access modes, the amount of
    /// storage, the storage class, the selector, the data source. Nothing of their metadata but the name is checked, which
    /// becomes that of a volume. Of amounts with a fraction of a byte the server warns.
    ///
    /// ## Why is this bad
    /// The server refuses the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: db}
    /// spec:
    ///   selector: {matchLabels: {app: db}}
    ///   template:
    ///     metadata: {labels: {app: db}}
    ///     spec: {containers: [{name: db, image: db:1, volumeMounts: [{name: data, mountPath: /data}]}]}
    ///   volumeClaimTemplates:
    ///   - metadata: {name: data}
    ///     spec: {accessModes: [ReadWrite], resources: {requests: {storage: 0}}}
    /// ```
    /// ```yaml,good
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: db}
    /// spec:
    ///   selector: {matchLabels: {app: db}}
    ///   template:
    ///     metadata: {labels: {app: db}}
    ///     spec: {containers: [{name: db, image: db:1, volumeMounts: [{name: data, mountPath: /data}]}]}
    ///   volumeClaimTemplates:
    ///   - metadata: {name: data}
    ///     spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates>
    /// - <https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims>
    id: "statefulset/claim-templates", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["StatefulSet.apps"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for template in object.get("spec").get("volumeClaimTemplates").items() {
        claim::spec(template.get("spec"), ctx);
        claim::warn_fractions(template.get("spec"), ctx);
    }
}
