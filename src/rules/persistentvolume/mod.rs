//! Rules of the family `persistentvolume`.

pub(super) mod source;
mod spec;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&source::RULE, &spec::RULE];
