//! Rules of the family `resource`.

mod capacity;
mod constraints;
mod device_class;
mod devices;
mod requests;
mod slice;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &capacity::RULE,
    &constraints::RULE,
    &device_class::RULE,
    &devices::RULE,
    &requests::RULE,
    &slice::RULE,
];
