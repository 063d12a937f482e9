//! Texts that must be one of a few.

use super::missing;
use crate::rule::Context;
use crate::view::Field;

/// A text that is there must be one of `supported`; the empty text is not, unless listed.
pub fn check(field: Field<'_>, ctx: &mut Context<'_>, supported: &[&str]) {
    if let Some(text) = field.str()
        && !supported.contains(&text)
    {
        ctx.not_supported(field, text, supported);
    }
}

/// A text that is not empty must be one of `supported`.
pub fn check_non_empty(field: Field<'_>, ctx: &mut Context<'_>, supported: &[&str]) {
    if !field.is_empty() {
        check(field, ctx, supported);
    }
}

/// A text must be there, not be empty, and be one of `supported`.
pub fn check_required(field: Field<'_>, ctx: &mut Context<'_>, supported: &[&str]) {
    if field.str_or("") == Some("") {
        ctx.required(field, missing(field))
            .help(format!("supported values: {}", supported.join(", ")));
    } else {
        check(field, ctx, supported);
    }
}

/// A text, counted as empty where it is absent, must be one of `supported`.
pub fn check_or_empty(field: Field<'_>, ctx: &mut Context<'_>, supported: &[&str]) {
    if let Some(text) = field.str_or("")
        && !supported.contains(&text)
    {
        ctx.not_supported(field, text, supported);
    }
}
