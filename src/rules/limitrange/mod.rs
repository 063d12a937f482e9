//! Rules of the family `limitrange`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
