//! Rules of the family `poddisruptionbudget`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
