//! Rules of the family `deployment`.

mod counts;
mod selector;
mod strategy;
mod template;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&counts::RULE, &selector::RULE, &strategy::RULE, &template::RULE];
