//! Rules of the family `horizontalpodautoscaler`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
