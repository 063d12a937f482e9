//! Rules of the family `volumeattachment`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
