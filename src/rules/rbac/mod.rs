//! Rules of the family `rbac`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
