//! Rules of the family `ingress`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
