//! Integers: signs, ranges, ports. Values of the wrong type are decoding's business and pass here.

use std::ops::RangeInclusive;

use super::name;
use crate::rule::Context;
use crate::view::Field;

/// An integer that is there must not be below 0.
pub fn non_negative(field: Field<'_>, ctx: &mut Context<'_>) {
    if let Some(value) = field.int()
        && value < 0
    {
        ctx.invalid(field, format!("{value} is below 0"));
    }
}

/// An integer that is there must be above 0.
pub fn positive(field: Field<'_>, ctx: &mut Context<'_>) {
    if let Some(value) = field.int()
        && value <= 0
    {
        ctx.invalid(field, format!("{value} is not above 0"));
    }
}

/// An integer that is there must be in the range.
pub fn in_range(field: Field<'_>, ctx: &mut Context<'_>, range: RangeInclusive<i64>) {
    if let Some(value) = field.int()
        && !range.contains(&value)
    {
        ctx.invalid(
            field,
            format!("{value} is not from {} to {}", range.start(), range.end()),
        );
    }
}

/// An integer that is there must be a port number.
pub fn port(field: Field<'_>, ctx: &mut Context<'_>) {
    if let Some(value) = field.int()
        && let Some(problem) = name::port_number(value)
    {
        ctx.invalid(field, format!("{value} {problem}"));
    }
}
