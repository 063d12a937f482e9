use crate::check::volume::{disk, secret_ref};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// Volumes that are disks of a cloud or a storage system.
    ///
    /// ## What it does
    /// Checks the fields of `awsElasticBlockStore`, `azureDisk`, `cinder`, `gcePersistentDisk`, `photonPersistentDisk`,
    /// `portworxVolume`, `scaleIO`, `storageos` and `vsphereVolume`: ids that must be given, numbers of partitions, the
    /// URI of an Azure disk of each kind, names.
    ///
    /// ## Why is this bad
    /// The disk could not be found, so it could not be attached to the node.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: one, gcePersistentDisk: {fsType: ext4}}
    ///   - {name: two, azureDisk: {kind: Managed, diskName: web, diskURI: "https://example.com/web.vhd"}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: one, gcePersistentDisk: {pdName: web, fsType: ext4, partition: 1}}
    ///   - {name: two, azureDisk: {kind: Dedicated, diskName: web, diskURI: "https://example.com/web.vhd"}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/#volume-types>
    id: "volume/disk", origin: Server, severity: Error, since: "0.1.0",
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
        "awsElasticBlockStore" => disk::aws(source, ctx),
        "azureDisk" => disk::azure(source, ctx),
        "cinder" => disk::cinder(source, false, ctx),
        "gcePersistentDisk" => disk::gce(source, ctx),
        "photonPersistentDisk" => disk::photon(source, ctx),
        "portworxVolume" => disk::portworx(source, ctx),
        "scaleIO" => disk::scale_io(source, ctx),
        "storageos" => {
            disk::storage_os(source, ctx);
            secret_ref(source.get("secretRef"), false, ctx);
        }
        "vsphereVolume" => disk::vsphere(source, ctx),
        _ => {}
    }
}
