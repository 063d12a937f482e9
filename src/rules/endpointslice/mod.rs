//! Rules of the family `endpointslice`.

mod endpoints;
mod ports;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&endpoints::RULE, &ports::RULE];
