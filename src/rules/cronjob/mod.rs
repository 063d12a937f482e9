//! Rules of the family `cronjob`.

mod concurrency_policy;
mod counts;
mod schedule;
mod time_zone;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &concurrency_policy::RULE,
    &counts::RULE,
    &schedule::RULE,
    &time_zone::RULE,
];
