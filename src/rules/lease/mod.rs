//! Rules of the family `lease`.

mod spec;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&spec::RULE];
