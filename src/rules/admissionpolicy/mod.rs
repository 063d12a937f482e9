//! Rules of the family `admissionpolicy`.

mod binding;
mod expressions;
mod matching;
mod mutations;
mod validations;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &binding::RULE,
    &expressions::RULE,
    &matching::RULE,
    &mutations::RULE,
    &validations::RULE,
];
