//! Rules of the family `statefulset`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
