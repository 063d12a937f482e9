//! Rules of the family `resourcequota`.

mod hard;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&hard::RULE];
