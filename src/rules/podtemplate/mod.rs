//! Rules of the family `podtemplate`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
