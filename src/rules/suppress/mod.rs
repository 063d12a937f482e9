//! Rules of the family `suppress`: findings about suppression comments themselves, reported by [`crate::suppress`].

pub(crate) mod comment;
pub(crate) mod unknown_rule;
pub(crate) mod unused;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&comment::RULE, &unknown_rule::RULE, &unused::RULE];
