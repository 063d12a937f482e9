//! Rules of the family `meta`.

mod annotations;
mod finalizers;
mod kinds;
mod labels;
mod name;
mod namespace;
mod owner_references;
mod system_fields;
mod template;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &annotations::RULE,
    &finalizers::RULE,
    &labels::RULE,
    &name::RULE,
    &namespace::RULE,
    &owner_references::RULE,
    &system_fields::RULE,
    &template::RULE,
];
