//! Rules of the family `deployment`.

mod strategy;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&strategy::RULE];
