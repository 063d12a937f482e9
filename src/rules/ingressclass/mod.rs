//! Rules of the family `ingressclass`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
