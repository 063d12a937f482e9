//! Rules of the family `namespace`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
