//! Rules of the family `container`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
