use crate::check::volume::{claim, given};
use crate::check::{meta, name, quote};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// Volumes that are claims, and claims made for a pod.
    ///
    /// ## What it does
    /// Checks that `persistentVolumeClaim` names a claim, and the template of `ephemeral`: metadata of labels and
    /// annotations only, a spec that would do for a PersistentVolumeClaim, and a name of the claim, made of those of pod and
    /// volume, that is not too long. Warns where that asks for a part of a byte.
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
            check_claim_name(volume, ctx);
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

/// The claim that is made for a pod has the names of pod and volume, with a dash between. The pods of a template have no names yet.
fn check_claim_name(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    let object = ctx.object();
    let Some(own) = volume.name.filter(|name| !name.is_empty() && object.kind() == "Pod") else {
        return;
    };
    let pod = meta::object_name(object.get("metadata"));
    if pod.is_empty() {
        return;
    }
    let claim = format!("{pod}-{own}");
    if let Some(wrong) = name::dns1123_subdomain(&claim) {
        ctx.invalid(
            volume.field.get("name"),
            format!("{}, the name of the claim for this volume, {wrong}", quote(&claim)),
        )
        .related(object.get("metadata").get("name").span(), "the name of the pod");
    }
}
