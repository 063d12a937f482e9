//! Rules of the family `servicecidr`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
