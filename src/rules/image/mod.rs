//! Rules of the family `image`: the list of images of the Image Management Service, v1.1, and the request for it.
//!
//! Constraints of single members of the answer stand in its JSON Schema, which names the rules here.

mod authentication;
mod changes_since;
mod changes_since_operator;
mod changes_since_plus;
mod changes_since_window;
mod changes_since_zone;
mod container_format;
mod deleted_state;
mod deleted_status;
mod deprecated;
mod disk_format;
mod empty_value;
mod error_body;
mod filter_match;
mod hex;
mod id;
mod method;
mod min_disk;
mod missing_member;
mod name;
mod name_wildcard;
mod negative;
mod protected_deleted;
mod repeated_parameter;
mod size;
mod size_limit;
mod size_order;
mod size_unit;
mod status;
mod time;
mod time_order;
mod time_zone;
mod r#type;
mod unique_id;
mod unknown_parameter;
mod uploaded;
mod upstream_parameter;
mod v2_member;
mod v2_parameter;
mod value_type;
mod virtual_size;

use crate::rule::Rule;

/// The rule for faults of errors.
pub(crate) use error_body::RULE as ERROR;
/// The rule for faults of shape that the schema gives to no other.
pub(crate) use r#type::RULE as SHAPE;

pub(super) static RULES: &[&Rule] = &[
    &authentication::RULE,
    &changes_since::RULE,
    &changes_since_operator::RULE,
    &changes_since_plus::RULE,
    &changes_since_window::RULE,
    &changes_since_zone::RULE,
    &container_format::RULE,
    &deleted_state::RULE,
    &deleted_status::RULE,
    &deprecated::RULE,
    &disk_format::RULE,
    &empty_value::RULE,
    &error_body::RULE,
    &filter_match::RULE,
    &hex::RULE,
    &id::RULE,
    &method::RULE,
    &min_disk::RULE,
    &missing_member::RULE,
    &name::RULE,
    &name_wildcard::RULE,
    &negative::RULE,
    &protected_deleted::RULE,
    &repeated_parameter::RULE,
    &size::RULE,
    &size_limit::RULE,
    &size_order::RULE,
    &size_unit::RULE,
    &status::RULE,
    &time::RULE,
    &time_order::RULE,
    &time_zone::RULE,
    &r#type::RULE,
    &unique_id::RULE,
    &unknown_parameter::RULE,
    &uploaded::RULE,
    &upstream_parameter::RULE,
    &v2_member::RULE,
    &v2_parameter::RULE,
    &value_type::RULE,
    &virtual_size::RULE,
];
