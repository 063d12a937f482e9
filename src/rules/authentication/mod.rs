//! Rules of the family `authentication`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
