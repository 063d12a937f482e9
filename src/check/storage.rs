//! Names of drivers and parameters of classes, shared by the kinds of the storage group.

use super::{name, quote};
use crate::rule::Context;
use crate::view::Field;

const MAX_PARAMETERS: usize = 512;
const MAX_PARAMETER_BYTES: usize = 256 * 1024;

/// The provisioner of a class: a label key in any letter case.
pub fn driver_name(field: Field<'_>, ctx: &mut Context<'_>) {
    let Some(text) = field.str_or("") else { return };
    if text.is_empty() {
        ctx.required(field, format!("{} must be set", field.name()));
    } else if let Some(fault) = name::qualified_name(&super::lower(text)) {
        ctx.invalid(field, format!("{} {fault}", quote(text)));
    }
}

/// Parameters of a class: at most 512, none with an empty key, at most 256 KiB together; some only where `may_miss`.
pub fn parameters(field: Field<'_>, may_miss: bool, ctx: &mut Context<'_>) {
    if !may_miss && field.is_empty() {
        ctx.required(field, "at least one parameter is needed");
    }
    if field.len() > MAX_PARAMETERS {
        ctx.too_long(field, MAX_PARAMETERS);
        return;
    }
    let mut bytes = 0;
    for entry in field.entries() {
        if entry.key.is_empty() {
            ctx.invalid(field, "the key of a parameter may not be empty")
                .at(entry.key_span);
        }
        bytes += entry.key.len() + entry.value.str().map_or(0, str::len);
    }
    if bytes > MAX_PARAMETER_BYTES {
        ctx.too_long(field, MAX_PARAMETER_BYTES);
    }
}
