//! Rules of the family `cronjob`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
