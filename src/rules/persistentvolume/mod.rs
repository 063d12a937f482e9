//! Rules of the family `persistentvolume`.

pub(super) mod source;
mod spec;

use crate::rule::Rule;

pub(crate) use spec::inline;

pub(super) static RULES: &[&Rule] = &[&source::RULE, &spec::RULE];
