//! Rules of the family `servicecidr`.

mod cidrs;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&cidrs::RULE];
