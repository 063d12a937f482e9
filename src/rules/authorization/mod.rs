//! Rules of the family `authorization`.

mod attributes;
mod rules_namespace;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&attributes::RULE, &rules_namespace::RULE];
