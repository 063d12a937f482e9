//! Rules of the family `csinode`.

mod drivers;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&drivers::RULE];
