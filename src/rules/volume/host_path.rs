use crate::check::volume::file;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// Volumes that are a path of the node.
    ///
    /// ## What it does
    /// Checks that `hostPath` has a path without `..` between slashes and a type that is known.
    ///
    /// ## Why is this bad
    /// A path that climbs could leave the folders a policy allows.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes: [{name: logs, hostPath: {path: /var/log/../run, type: Folder}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes: [{name: logs, hostPath: {path: /var/log, type: Directory}}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/#hostpath>
    id: "volume/host-path", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    super::each(pod, ctx, volume);
}

pub(super) fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    if let Some(("hostPath", source)) = volume.source {
        file::host_path(source, ctx);
    }
}
