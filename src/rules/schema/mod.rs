//! Rules of the family `schema`: the findings of the decoding stage, reported by [`crate::schema`], and those of users' own
//! schemas.

pub(crate) mod disabled_version;
pub(crate) mod duplicate_key;
pub(crate) mod json_schema;
pub(crate) mod unknown_field;
pub(crate) mod unknown_kind;
pub(crate) mod wrong_type;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &disabled_version::RULE,
    &duplicate_key::RULE,
    &json_schema::RULE,
    &unknown_field::RULE,
    &unknown_kind::RULE,
    &wrong_type::RULE,
];
