//! Rules of the family `persistentvolume`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
