//! Rules of the family `csinode`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
