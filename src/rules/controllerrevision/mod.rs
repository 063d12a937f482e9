//! Rules of the family `controllerrevision`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
