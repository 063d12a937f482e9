//! Rules of the family `runtimeclass`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
