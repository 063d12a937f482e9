//! Rules of the family `webhook`.

mod client_config;
mod conditions;
mod rules;
mod webhooks;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&client_config::RULE, &conditions::RULE, &rules::RULE, &webhooks::RULE];
