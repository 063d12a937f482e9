use crate::check::quantity::{self, Quantity};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// The size of `emptyDir` volumes.
    ///
    /// ## What it does
    /// Checks that `sizeLimit` is not below 0. At 0 there is no limit.
    ///
    /// ## Why is this bad
    /// No folder could be within such a limit.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes: [{name: cache, emptyDir: {sizeLimit: -1Gi}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes: [{name: cache, emptyDir: {medium: Memory, sizeLimit: 1Gi}}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/#emptydir>
    id: "volume/empty-dir", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    super::each(pod, ctx, volume);
}

pub(super) fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    let Some(("emptyDir", folder)) = volume.source else {
        return;
    };
    let limit = folder.get("sizeLimit");
    if Quantity::of(limit).is_some_and(Quantity::is_negative) {
        ctx.forbidden(limit, format!("{} is below 0", quantity::shown(limit)));
    }
}
