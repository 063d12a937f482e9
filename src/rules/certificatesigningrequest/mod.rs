//! Rules of the family `certificatesigningrequest`.

mod spec;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&spec::RULE];
