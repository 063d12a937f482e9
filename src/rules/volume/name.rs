use crate::check::name;
use crate::check::seen::Seen;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// The names of volumes.
    ///
    /// ## What it does
    /// Checks that each volume of a pod has a name, that it is a DNS label, and that no two volumes share one. The claims
    /// of a StatefulSet become volumes of its pods, so their names are checked too.
    ///
    /// ## Why is this bad
    /// Containers mount volumes by name. A volume without a good name of its own could not be mounted, and its folder
    /// on the node could not be made.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: web.cache, emptyDir: {}}
    ///   - {name: data, emptyDir: {}}
    ///   - {name: data, configMap: {name: web}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: web-cache, emptyDir: {}}
    ///   - {name: data, configMap: {name: web}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/>
    id: "volume/name", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&[], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    check_claims(pod, ctx);
    let mut seen: Seen<&str, &Volume<'_>> = Seen::default();
    for found in &pod.volumes {
        super::judge(found, ctx, volume);
        let Some(name) = found.name.filter(|name| !name.is_empty()) else {
            continue;
        };
        let Some(other) = seen.first(name, found) else {
            continue;
        };
        if super::is_sound(other, ctx) {
            super::judge(found, ctx, |found, ctx| {
                ctx.duplicate(found.field.get("name"), name)
                    .related(other.field.get("name").span(), "the first volume of this name");
            });
        } else {
            // One with a fault does not hold the name.
            seen.insert(name, found);
        }
    }
}

pub(super) fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    name::check_required(volume.field.get("name"), ctx, name::dns1123_label);
}

/// The server sees claims as volumes, whose claim has the name of the volume.
fn check_claims(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    if pod.claims.names.is_empty() {
        return;
    }
    let list = pod.volume_list.path(ctx.object());
    for (index, &(name, field)) in pod.claims.names.iter().enumerate() {
        if name.is_empty() {
            ctx.required(field, "a claim must be named")
                .path(format!("{list}[{index}].persistentVolumeClaim.claimName"));
            ctx.required(field, "the volume of a claim must be named")
                .path(format!("{list}[{index}].name"));
        } else if let Some(wrong) = name::dns1123_label(name) {
            ctx.invalid(field, format!("the name of the volume of a claim, {name:?}, {wrong}"))
                .path(format!("{list}[{index}].name"));
        }
    }
}
