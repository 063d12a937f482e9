//! Rules of the family `webhook`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
