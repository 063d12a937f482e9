//! Rules of the family `serviceaccount`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
