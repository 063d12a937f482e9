//! Rules of the family `ingress`.

mod backend;
mod class;
mod paths;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&backend::RULE, &class::RULE, &paths::RULE];
