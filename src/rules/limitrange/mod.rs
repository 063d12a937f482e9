//! Rules of the family `limitrange`.

mod limits;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&limits::RULE];
