//! Rules of the family `service`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
