//! Rules of the family `service`.

mod addresses;
mod kind;
mod ports;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&addresses::RULE, &kind::RULE, &ports::RULE];
