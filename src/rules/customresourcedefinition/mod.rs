//! Rules of the family `customresourcedefinition`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
