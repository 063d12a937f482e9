//! Rules of the family `replicaset`.

mod counts;
mod selector;
mod template;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&counts::RULE, &selector::RULE, &template::RULE];
