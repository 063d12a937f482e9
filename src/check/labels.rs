//! Maps of labels.

use super::{name, quote};
use crate::rule::Context;
use crate::view::{Entry, Field};

/// Each key must be a qualified name, each value a label value. All is reported at the map, as the server does.
pub fn check(field: Field<'_>, ctx: &mut Context<'_>) {
    check_as(field, || field, ctx);
}

/// The same for a map the server knows under another path.
pub fn check_as<'n>(field: Field<'_>, named: impl Fn() -> Field<'n>, ctx: &mut Context<'_>) {
    check_entries(field.entries(), named, ctx);
}

/// The same without the label `key`, which the server sets itself, whatever is written.
pub fn check_without(key: &str, field: Field<'_>, ctx: &mut Context<'_>) {
    check_entries(field.entries().filter(|entry| entry.key != key), || field, ctx);
}

fn check_entries<'d, 'n>(
    entries: impl Iterator<Item = Entry<'d>>,
    named: impl Fn() -> Field<'n>,
    ctx: &mut Context<'_>,
) {
    for entry in entries {
        if let Some(wrong) = name::qualified_name(entry.key) {
            ctx.invalid(named(), format!("the key {} {wrong}", quote(entry.key)))
                .at(entry.key_span);
        }
        if let Some(value) = entry.value.str_or("")
            && let Some(wrong) = name::label_value(value)
        {
            ctx.invalid(
                named(),
                format!("the value {} of {:?} {wrong}", quote(value), entry.key),
            )
            .at(entry.value.span());
        }
    }
}
