//! Rules of the family `namespace`.

mod finalizers;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&finalizers::RULE];
