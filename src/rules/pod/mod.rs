//! Rules of the family `pod`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
