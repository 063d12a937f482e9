//! Rules of the family `event`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
