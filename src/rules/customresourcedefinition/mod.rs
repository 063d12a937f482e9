//! Rules of the family `customresourcedefinition`.

mod approval;
mod columns;
mod defaults;
mod expressions;
mod names;
mod schema;
mod selectable_fields;
mod validations;
mod versions;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &approval::RULE,
    &columns::RULE,
    &defaults::RULE,
    &expressions::RULE,
    &names::RULE,
    &schema::RULE,
    &selectable_fields::RULE,
    &validations::RULE,
    &versions::RULE,
];
