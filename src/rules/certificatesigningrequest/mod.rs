//! Rules of the family `certificatesigningrequest`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
