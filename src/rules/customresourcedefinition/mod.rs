//! Rules of the family `customresourcedefinition`.

mod columns;
mod names;
mod selectable_fields;
mod versions;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&columns::RULE, &names::RULE, &selectable_fields::RULE, &versions::RULE];
