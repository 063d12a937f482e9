//! Rules of the family `statefulset`.

mod claim_retention;
mod claim_templates;
mod counts;
mod pod_management_policy;
mod selector;
mod service_name;
mod template;
mod update_strategy;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &claim_retention::RULE,
    &claim_templates::RULE,
    &counts::RULE,
    &pod_management_policy::RULE,
    &selector::RULE,
    &service_name::RULE,
    &template::RULE,
    &update_strategy::RULE,
];
