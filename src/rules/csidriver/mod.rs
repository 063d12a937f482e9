//! Rules of the family `csidriver`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
