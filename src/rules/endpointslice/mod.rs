//! Rules of the family `endpointslice`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
