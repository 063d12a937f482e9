//! Sources of volumes, as pods and PersistentVolumes share them, and claims.
//!
//! Where a source of a pod's volume differs from that of a PersistentVolume, the check of both is here and takes the
//! difference as an argument; what only one of them has stands with its rule.

pub mod claim;
pub mod disk;
pub mod file;
pub mod network;

use super::name;
use crate::rule::Context;
use crate::view::Field;

/// A text that must be there and not be empty; reports where it is not.
pub fn given(field: Field<'_>, ctx: &mut Context<'_>) {
    if field.str_or("") == Some("") {
        ctx.required(field, "must be given");
    }
}

/// A reference to a secret: in a namespace of its own, as PersistentVolumes have it, or beside the pod.
pub fn secret_ref(secret: Field<'_>, with_namespace: bool, ctx: &mut Context<'_>) {
    if secret.is_set() {
        given(secret.get("name"), ctx);
        if with_namespace {
            given(secret.get("namespace"), ctx);
        }
    }
}

/// The name of a CSI driver: a DNS subdomain of up to 63 bytes, in upper case if need be.
pub fn driver_name(field: Field<'_>, ctx: &mut Context<'_>) {
    const MAX: usize = 63;
    let Some(text) = field.str_or("") else { return };
    if text.is_empty() {
        ctx.required(field, "must be given");
        return;
    }
    if text.len() > MAX {
        ctx.too_long(field, MAX);
    }
    if let Some(wrong) = name::dns1123_subdomain(&super::lower(text)) {
        ctx.invalid(field, format!("{} {wrong}", super::quote(text)));
    }
}
