//! Rules of the family `binding`.

mod target;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&target::RULE];
