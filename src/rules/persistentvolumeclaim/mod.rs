//! Rules of the family `persistentvolumeclaim`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
