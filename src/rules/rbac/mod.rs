//! Rules of the family `rbac`.

mod aggregation;
mod role_ref;
mod rules;
mod subjects;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&aggregation::RULE, &role_ref::RULE, &rules::RULE, &subjects::RULE];
