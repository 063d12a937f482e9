//! Rules of the family `lease`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
