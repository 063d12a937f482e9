//! Rules of the family `endpoints`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
