//! Rules of the family `flowcontrol`.

mod flow_schema;
mod priority_level;
mod rules;
mod subjects;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&flow_schema::RULE, &priority_level::RULE, &rules::RULE, &subjects::RULE];
