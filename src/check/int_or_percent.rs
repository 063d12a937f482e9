//! Values that are a count or a percentage, such as `maxUnavailable`.

use crate::rule::Context;
use crate::view::Field;
use crate::yaml::Kind;

/// A decoded count or percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntOrPercent<'d> {
    /// A count.
    Int(i64),
    /// A percentage, without the sign; one that is too large for the type is its largest value.
    Percent(i64),
    /// Text that is no percentage.
    Other(&'d str),
}

impl<'d> IntOrPercent<'d> {
    /// The value of a field; none where it is absent, null or of another type.
    pub fn of(field: Field<'d>) -> Option<Self> {
        match field.node()?.kind() {
            Kind::Str => {
                let text = field.str()?;
                let digits = text
                    .strip_suffix('%')
                    .filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
                Some(digits.map_or(Self::Other(text), |digits| {
                    Self::Percent(digits.parse().unwrap_or(i64::MAX))
                }))
            }
            _ => field.int().map(Self::Int),
        }
    }

    /// Whether a field counts as 0, which text that is no number does too; `absent` where there is none. None for a
    /// value of a wrong type.
    pub fn is_zero_or(field: Field<'d>, absent: bool) -> Option<bool> {
        if field.is_absent() {
            return Some(absent);
        }
        Self::of(field).map(|value| match value {
            Self::Int(number) | Self::Percent(number) => number == 0,
            // The server counts on with text that is a number, although it refuses it.
            Self::Other(text) => text.parse::<i64>().unwrap_or(0) == 0,
        })
    }
}

/// A count must not be negative, text must be a percentage.
pub fn check(field: Field<'_>, ctx: &mut Context<'_>) {
    match IntOrPercent::of(field) {
        Some(IntOrPercent::Int(value)) if value < 0 => {
            ctx.invalid(field, format!("{value} is below 0"));
        }
        Some(IntOrPercent::Other(text)) => {
            ctx.invalid(
                field,
                format!("{text:?} is neither an integer nor a percentage such as \"25%\""),
            );
        }
        _ => {}
    }
}

/// A percentage must not pass 100 %.
pub fn at_most_100_percent(field: Field<'_>, ctx: &mut Context<'_>) {
    if let Some(IntOrPercent::Percent(value)) = IntOrPercent::of(field)
        && value > 100
    {
        ctx.invalid(field, format!("{value}% is above 100%"));
    }
}
