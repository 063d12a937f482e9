//! Rules of the family `rbac`.

mod role_ref;
mod rules;
mod subjects;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&role_ref::RULE, &rules::RULE, &subjects::RULE];
