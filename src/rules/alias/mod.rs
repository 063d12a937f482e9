//! Rules of the family `alias`: FunctionGraph version aliases.
//!
//! Constraints of single members stand in the JSON Schema of the request, which names the rules here; the others look
//! across members.

mod both_splits;
mod combine_missing;
mod combine_type;
mod comma_value;
mod contradiction;
mod description;
mod duplicate_rule;
mod edge_weight;
mod empty_split;
mod in_list;
mod in_single;
mod latest_additional;
mod latest_spelling;
mod latest_target;
mod name;
mod name_length;
mod no_rules;
mod plain_equals;
mod required;
mod rule_incomplete;
mod rule_op;
mod rule_param;
mod rule_trigger;
mod rule_type;
mod rule_type_spelling;
mod self_split;
mod r#type;
mod unknown_member;
mod version_count;
mod version_name;
mod weight_literal;
mod weight_range;
mod weight_sum;

use crate::rule::Rule;

/// The rule for faults of shape that the schema gives to no other.
pub(crate) use r#type::RULE as SHAPE;

pub(super) static RULES: &[&Rule] = &[
    &both_splits::RULE,
    &combine_missing::RULE,
    &combine_type::RULE,
    &comma_value::RULE,
    &contradiction::RULE,
    &description::RULE,
    &duplicate_rule::RULE,
    &edge_weight::RULE,
    &empty_split::RULE,
    &in_list::RULE,
    &in_single::RULE,
    &latest_additional::RULE,
    &latest_spelling::RULE,
    &latest_target::RULE,
    &name::RULE,
    &name_length::RULE,
    &no_rules::RULE,
    &plain_equals::RULE,
    &r#type::RULE,
    &required::RULE,
    &rule_incomplete::RULE,
    &rule_op::RULE,
    &rule_param::RULE,
    &rule_trigger::RULE,
    &rule_type::RULE,
    &rule_type_spelling::RULE,
    &self_split::RULE,
    &unknown_member::RULE,
    &version_count::RULE,
    &version_name::RULE,
    &weight_literal::RULE,
    &weight_range::RULE,
    &weight_sum::RULE,
];
