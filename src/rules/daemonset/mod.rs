//! Rules of the family `daemonset`.

mod counts;
mod selector;
mod template;
mod update_strategy;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&counts::RULE, &selector::RULE, &template::RULE, &update_strategy::RULE];
