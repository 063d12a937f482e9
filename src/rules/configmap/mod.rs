//! Rules of the family `configmap`.

mod data;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&data::RULE];
