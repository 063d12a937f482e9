//! Rules of the family `resource`.

mod capacity;
mod constraints;
mod device_class;
mod devices;
mod requests;
mod slice;
mod taint_rule;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &capacity::RULE,
    &constraints::RULE,
    &device_class::RULE,
    &devices::RULE,
    &requests::RULE,
    &slice::RULE,
    &taint_rule::RULE,
];
