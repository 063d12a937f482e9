//! Rules of the family `node`.

mod spec;
mod taints;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&spec::RULE, &taints::RULE];
