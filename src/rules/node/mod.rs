//! Rules of the family `node`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
