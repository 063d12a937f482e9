//! Rules of the family `secret`.

mod data;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&data::RULE];
