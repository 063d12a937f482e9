use crate::check::volume::claim;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::rules::persistentvolume;

declare_rule! {
    /// A volume that a VolumeAttachment describes itself.
    ///
    /// ## What it does
    /// Checks `spec.source.inlineVolumeSpec`: a CSI volume with access modes, without what only a volume object has:
    /// a claim, a capacity, a storage class, node affinity, a reclaim policy other than Retain, raw blocks.
    ///
    /// ## Why is this bad
    /// Inline volumes come from pods whose in-tree volume moved to a CSI driver; no claim is bound to them.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: storage.k8s.io/v1
    /// kind: VolumeAttachment
    /// metadata: {name: va-1}
    /// spec:
    ///   attacher: csi.example.com
    ///   nodeName: node-1
    ///   source:
    ///     inlineVolumeSpec: {accessModes: [ReadWriteOnce], hostPath: {path: /data}}
    /// ```
    /// ```yaml,good
    /// apiVersion: storage.k8s.io/v1
    /// kind: VolumeAttachment
    /// metadata: {name: va-1}
    /// spec:
    ///   attacher: csi.example.com
    ///   nodeName: node-1
    ///   source:
    ///     inlineVolumeSpec: {accessModes: [ReadWriteOnce], csi: {driver: csi.example.com, volumeHandle: vol-1}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume-attachment-v1/>
    id: "volumeattachment/inline-volume", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["VolumeAttachment.storage.k8s.io"], check),
}

/// Fields that only a volume object may have, and whether they may stand here as long as they are empty.
const FORBIDDEN: [(&str, bool); 4] = [
    ("claimRef", false),
    ("capacity", true),
    ("storageClassName", true),
    ("nodeAffinity", false),
];

fn check(attachment: &Object<'_>, ctx: &mut Context<'_>) {
    let source = attachment.get("spec").get("source");
    let spec = source.get("inlineVolumeSpec");
    // The server looks at an inline volume only where no volume is named.
    if !spec.is_set() || source.get("persistentVolumeName").is_set() {
        return;
    }
    for (name, may_be_empty) in FORBIDDEN {
        let field = spec.get(name);
        if field.is_set() && !(may_be_empty && field.is_empty()) {
            ctx.forbidden(field, format!("an inline volume has no {name}"))
                .at(field.key_span());
        }
    }
    let csi = spec.get("csi");
    if csi.is_absent() {
        ctx.required(csi, "an inline volume is a CSI volume");
    }
    claim::access_modes(spec.get("accessModes"), ctx);
    persistentvolume::source::judge(spec, 0, true, ctx);
    let policy = spec.get("persistentVolumeReclaimPolicy");
    if policy.str().is_some_and(|policy| !matches!(policy, "" | "Retain")) {
        ctx.forbidden(policy, "the policy of an inline volume is Retain");
    }
    let mode = spec.get("volumeMode");
    if mode.str().is_some_and(|mode| mode != "Filesystem") {
        ctx.forbidden(mode, "the mode of an inline volume is Filesystem");
    }
}
