//! Rules of the family `volumeattributesclass`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
