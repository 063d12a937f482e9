//! Rules of the family `alias`: FunctionGraph version aliases.
//!
//! Constraints of single members stand in the JSON Schema of the request, which names the rules here; the others look
//! across members.

mod alias_urn;
mod answer_function;
mod authentication;
mod both_splits;
mod combine_missing;
mod combine_type;
mod comma_value;
mod content_type;
mod contradiction;
mod description;
mod duplicate_rule;
mod echo;
mod edge_weight;
mod empty_split;
mod error_body;
mod function_urn;
mod in_list;
mod in_single;
mod last_modified;
mod latest_additional;
mod latest_spelling;
mod latest_target;
mod list_length;
mod name;
mod name_length;
mod no_rules;
mod one_per_version;
mod path_name;
mod plain_equals;
mod project_id;
mod required;
mod route;
mod rule_incomplete;
mod rule_op;
mod rule_param;
mod rule_trigger;
mod rule_type;
mod rule_type_spelling;
mod secret;
mod self_split;
mod r#type;
mod unique_name;
mod unknown_member;
mod urn_of_alias;
mod version_count;
mod version_name;
mod weight_fraction;
mod weight_literal;
mod weight_range;
mod weight_sum;

use crate::diagnostic::Reason;
use crate::document::Object;
use crate::rule::{Context, Rule};
use crate::view::Field;
use crate::view::alias::by_function;

/// The rule for faults of errors.
pub(crate) use error_body::RULE as ERROR;
/// The rule for faults of shape that the schema gives to no other.
pub(crate) use r#type::RULE as SHAPE;

pub(super) static RULES: &[&Rule] = &[
    &alias_urn::RULE,
    &answer_function::RULE,
    &authentication::RULE,
    &both_splits::RULE,
    &combine_missing::RULE,
    &combine_type::RULE,
    &comma_value::RULE,
    &content_type::RULE,
    &contradiction::RULE,
    &description::RULE,
    &duplicate_rule::RULE,
    &echo::RULE,
    &edge_weight::RULE,
    &empty_split::RULE,
    &error_body::RULE,
    &function_urn::RULE,
    &in_list::RULE,
    &in_single::RULE,
    &last_modified::RULE,
    &latest_additional::RULE,
    &latest_spelling::RULE,
    &latest_target::RULE,
    &list_length::RULE,
    &name::RULE,
    &name_length::RULE,
    &no_rules::RULE,
    &one_per_version::RULE,
    &path_name::RULE,
    &plain_equals::RULE,
    &project_id::RULE,
    &required::RULE,
    &route::RULE,
    &rule_incomplete::RULE,
    &rule_op::RULE,
    &rule_param::RULE,
    &rule_trigger::RULE,
    &rule_type::RULE,
    &rule_type_spelling::RULE,
    &secret::RULE,
    &self_split::RULE,
    &r#type::RULE,
    &unique_name::RULE,
    &unknown_member::RULE,
    &urn_of_alias::RULE,
    &version_count::RULE,
    &version_name::RULE,
    &weight_fraction::RULE,
    &weight_literal::RULE,
    &weight_range::RULE,
    &weight_sum::RULE,
];

/// Reports each value of `member` that another alias of the same function has already.
fn check_unique<'d>(list: &Object<'d>, member: &'d str, message: &str, help: &str, ctx: &mut Context<'_>) {
    for aliases in by_function(list).into_values() {
        let mut seen: Vec<(&str, Field<'_>)> = Vec::new();
        for field in aliases.iter().map(|alias| alias.get(member)) {
            let Some(text) = field.str() else { continue };
            match seen.iter().find(|(other, _)| *other == text) {
                None => seen.push((text, field)),
                Some((_, first)) => {
                    ctx.error(field, Reason::FieldValueDuplicate, format!("{message}: {text:?}"))
                        .related(first.span(), "the first")
                        .help(help);
                }
            }
        }
    }
}
