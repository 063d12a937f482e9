//! Rules of the family `networkpolicy`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
