//! Rules of the family `namespace`.

mod finalizers;
mod pod_security;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&finalizers::RULE, &pod_security::RULE];
