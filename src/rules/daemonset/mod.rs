//! Rules of the family `daemonset`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
