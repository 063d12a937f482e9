//! Rules of the family `binding`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
