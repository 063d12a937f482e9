//! Rules of the family `authentication`.

mod token;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&token::RULE];
