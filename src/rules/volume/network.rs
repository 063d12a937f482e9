use crate::check::volume::network;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// Volumes that are file systems or devices in the network.
    ///
    /// ## What it does
    /// Checks the fields of `azureFile`, `cephfs`, `fc`, `flocker`, `glusterfs`, `iscsi`, `nfs`, `quobyte` and `rbd`:
    /// servers and names that must be given, unit numbers, qualified names of iSCSI, fields that exclude each other.
    ///
    /// ## Why is this bad
    /// The node could not reach the storage, so the pod would not start.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: one, nfs: {server: nfs.example.com, path: exports/web}}
    ///   - {name: two, iscsi: {targetPortal: "10.0.0.1:3260", iqn: "example.com:web", lun: 256}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: one, nfs: {server: nfs.example.com, path: /exports/web}}
    ///   - {name: two, iscsi: {targetPortal: "10.0.0.1:3260", iqn: "iqn.2001-04.com.example:web", lun: 0}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/#volume-types>
    id: "volume/network", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    super::each(pod, ctx, volume);
}

pub(super) fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    let Some((name, source)) = volume.source else {
        return;
    };
    match name {
        "azureFile" => network::azure_file(source, ctx),
        "cephfs" => network::cephfs(source, ctx),
        "fc" => network::fibre_channel(source, ctx),
        "flocker" => network::flocker(source, ctx),
        "glusterfs" => network::glusterfs(source, ctx),
        "iscsi" => {
            let name = volume.field.get("name");
            network::iscsi(source, name, name.str().map_or(0, str::len), ctx);
        }
        "nfs" => network::nfs(source, ctx),
        "quobyte" => network::quobyte(source, ctx),
        "rbd" => network::rbd(source, ctx),
        _ => {}
    }
}
