//! Rules of the family `priorityclass`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
