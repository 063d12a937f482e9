//! Rules of the family `replicaset`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
