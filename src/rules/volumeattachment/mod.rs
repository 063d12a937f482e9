//! Rules of the family `volumeattachment`.

mod inline_volume;
mod spec;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&inline_volume::RULE, &spec::RULE];
