//! Rules of the family `ipaddress`.

mod parent_ref;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&parent_ref::RULE];
