//! Rules of the family `clustertrustbundle`.

mod spec;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&spec::RULE];
