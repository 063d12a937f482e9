//! Rules of the family `storageversionmigration`.

mod resource;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&resource::RULE];
