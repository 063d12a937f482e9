//! Rules of the family `volume`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
