//! Rules of the family `alias`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
