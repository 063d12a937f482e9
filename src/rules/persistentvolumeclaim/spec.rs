use crate::check::volume::claim;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The spec of a PersistentVolumeClaim.
    ///
    /// ## What it does
    /// Checks the access modes, the storage that is requested, the selector, the names of classes, the volume mode,
    /// and where the data comes from. Warns about fractions of bytes.
    ///
    /// ## Why is this bad
    /// No volume could be bound to the claim otherwise.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata: {name: data}
    /// spec:
    ///   accessModes: [Write]
    ///   resources: {requests: {storage: 0}}
    ///   volumeMode: Disk
    ///   storageClassName: Fast
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata: {name: data}
    /// spec:
    ///   accessModes: [ReadWriteOnce]
    ///   resources: {requests: {storage: 1Gi}}
    ///   dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: s}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims>
    id: "persistentvolumeclaim/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["PersistentVolumeClaim"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = object.get("spec");
    claim::own_spec(spec, ctx);
    claim::warn_fractions(spec, ctx);
}
