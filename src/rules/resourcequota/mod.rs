//! Rules of the family `resourcequota`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
