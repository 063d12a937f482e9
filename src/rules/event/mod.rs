//! Rules of the family `event`.

mod spec;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&spec::RULE];
