//! Rules of the family `configmap`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
