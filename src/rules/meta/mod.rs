//! Rules of the family `meta`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
