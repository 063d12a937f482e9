//! Rules of the family `networkpolicy`.

mod peers;
mod ports;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&peers::RULE, &ports::RULE];
