//! Rules of the family `job`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
