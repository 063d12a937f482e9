//! Rules of the family `resource`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
