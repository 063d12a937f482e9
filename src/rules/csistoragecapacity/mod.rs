//! Rules of the family `csistoragecapacity`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
