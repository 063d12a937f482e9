//! Rules of the family `admissionpolicy`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
