//! Rules of the family `apiservice`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
