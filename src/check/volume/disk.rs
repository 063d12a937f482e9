//! Disks of cloud providers and storage systems.

use crate::check::{enums, int, name};
use crate::rule::Context;
use crate::view::Field;

/// A GCE persistent disk. The server knows it under another name than the manifest.
pub fn gce(disk: Field<'_>, ctx: &mut Context<'_>) {
    let count = ctx.count();
    super::given(disk.get("pdName"), ctx);
    partition(disk.get("partition"), ctx);
    if ctx.count() > count {
        let path = disk.path(ctx.object());
        let named = path.replace("gcePersistentDisk", "persistentDisk");
        ctx.replace_path_since(count, &path, &named);
    }
}

/// An AWS EBS volume.
pub fn aws(disk: Field<'_>, ctx: &mut Context<'_>) {
    super::given(disk.get("volumeID"), ctx);
    partition(disk.get("partition"), ctx);
}

/// The number of a partition; 0 stands for none.
fn partition(field: Field<'_>, ctx: &mut Context<'_>) {
    int::in_range(field, ctx, 0..=255);
}

/// An Azure disk.
pub fn azure(disk: Field<'_>, ctx: &mut Context<'_>) {
    let [name, uri, kind] = disk.members(["diskName", "diskURI", "kind"]);
    super::given(name, ctx);
    super::given(uri, ctx);
    enums::check(disk.get("cachingMode"), ctx, &["None", "ReadOnly", "ReadWrite"]);
    enums::check(kind, ctx, &["Dedicated", "Managed", "Shared"]);
    let (Some(text), Some(kind_text)) = (uri.str_or(""), kind.str_or("Shared")) else {
        return;
    };
    let (start, form) = if kind_text == "Managed" {
        (
            "/subscriptions/",
            "/subscriptions/{id}/resourcegroups/{group}/providers/microsoft.compute/disks/{disk}",
        )
    } else {
        (
            "https://",
            "https://{account}.blob.core.windows.net/{container}/{disk}.vhd",
        )
    };
    if !text.starts_with(start) {
        let found = ctx.not_supported(uri, text, &[]);
        found.help(format!(
            "a disk of kind {kind_text:?} is named by a URI of the form {form}"
        ));
        if kind.is_set() {
            found.related(kind.span(), "the kind of disk");
        }
    }
}

/// A volume of Cinder; the secret of a PersistentVolume names its namespace.
pub fn cinder(disk: Field<'_>, persistent: bool, ctx: &mut Context<'_>) {
    super::given(disk.get("volumeID"), ctx);
    super::secret_ref(disk.get("secretRef"), persistent, ctx);
}

/// A disk of vSphere.
pub fn vsphere(disk: Field<'_>, ctx: &mut Context<'_>) {
    super::given(disk.get("volumePath"), ctx);
}

/// A disk of Photon.
pub fn photon(disk: Field<'_>, ctx: &mut Context<'_>) {
    super::given(disk.get("pdID"), ctx);
}

/// A volume of Portworx.
pub fn portworx(disk: Field<'_>, ctx: &mut Context<'_>) {
    super::given(disk.get("volumeID"), ctx);
}

/// A volume of `ScaleIO`.
pub fn scale_io(disk: Field<'_>, ctx: &mut Context<'_>) {
    for part in ["gateway", "system", "volumeName"] {
        super::given(disk.get(part), ctx);
    }
}

/// A volume of `StorageOS`. A volume must be named, in a namespace or without one.
pub fn storage_os(disk: Field<'_>, ctx: &mut Context<'_>) {
    name::check_required(disk.get("volumeName"), ctx, name::dns1123_label);
    name::check_non_empty(disk.get("volumeNamespace"), ctx, name::dns1123_label);
}
