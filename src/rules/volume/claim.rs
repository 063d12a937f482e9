use crate::check::meta;
use crate::check::volume::{claim, given};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// Volumes that are claims, and claims made for a pod.
    ///
    /// ## What it does
    /// Checks that `persistentVolumeClaim` names a claim, and the template of `ephemeral`: metadata of labels and
    /// annotations only, and a spec that would do for a PersistentVolumeClaim. Warns where that asks for a part of a byte.
    ///
    /// ## Why is this bad
    /// The claim would not be found, or could not be made, and the pod would wait for ever.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: one, persistentVolumeClaim: {readOnly: true}}
    ///   - name: two
    ///     ephemeral:
    ///       volumeClaimTemplate:
    ///         metadata: {name: scratch}
    ///         spec: {accessModes: [ReadWrite], resources: {requests: {storage: 0}}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: one, persistentVolumeClaim: {claimName: web, readOnly: true}}
    ///   - name: two
    ///     ephemeral:
    ///       volumeClaimTemplate:
    ///         metadata: {labels: {use: scratch}}
    ///         spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/#persistentvolumeclaim>
    /// - <https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes>
    id: "volume/claim", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    super::each(pod, ctx, volume);
    for volume in pod.volume_list.items() {
        let ephemeral = volume.get("ephemeral");
        if ephemeral.is_set() {
            claim::warn_fractions(ephemeral.at(&["volumeClaimTemplate", "spec"]), ctx);
        }
    }
}

pub(super) fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    match volume.source {
        Some(("persistentVolumeClaim", source)) => given(source.get("claimName"), ctx),
        Some(("ephemeral", source)) => {
            let template = source.get("volumeClaimTemplate");
            if template.is_absent() {
                ctx.required(template, "an ephemeral volume needs a template of its claim");
                return;
            }
            meta::claim_template(template.get("metadata"), ctx);
            claim::spec(template.get("spec"), ctx);
        }
        _ => {}
    }
}
