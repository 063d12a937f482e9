//! Rules of the family `service`.

mod addresses;
mod kind;
mod ports;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&addresses::RULE, &kind::RULE, &ports::RULE];

/// The node ports of a server that was not told otherwise.
const NODE_PORTS: std::ops::RangeInclusive<i64> = 30_000..=32_767;
