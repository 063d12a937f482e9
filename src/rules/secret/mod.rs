//! Rules of the family `secret`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
