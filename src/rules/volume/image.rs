use crate::check::enums;
use crate::check::volume::given;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// Volumes that show the files of an image.
    ///
    /// ## What it does
    /// Checks that `image` has a reference, and a pull policy that is known if it has one.
    ///
    /// ## Why is this bad
    /// Without a reference there is nothing to pull.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes: [{name: model, image: {pullPolicy: Sometimes}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes: [{name: model, image: {reference: "registry.example.com/model:1", pullPolicy: IfNotPresent}}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/#image>
    id: "volume/image", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    super::each(pod, ctx, volume);
}

pub(super) fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    if let Some(("image", source)) = volume.source {
        given(source.get("reference"), ctx);
        enums::check_non_empty(source.get("pullPolicy"), ctx, &["Always", "IfNotPresent", "Never"]);
    }
}
