//! Rules of the family `priorityclass`.

mod value;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&value::RULE];
