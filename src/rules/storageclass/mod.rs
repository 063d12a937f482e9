//! Rules of the family `storageclass`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
