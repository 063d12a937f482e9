//! Rules of the family `controllerrevision`.

mod data;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&data::RULE];
