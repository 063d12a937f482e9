//! Rules of the family `authorization`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
