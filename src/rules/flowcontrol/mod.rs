//! Rules of the family `flowcontrol`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
