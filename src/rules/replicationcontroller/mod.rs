//! Rules of the family `replicationcontroller`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
