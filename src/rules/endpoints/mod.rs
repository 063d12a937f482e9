//! Rules of the family `endpoints`.

mod subsets;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&subsets::RULE];
