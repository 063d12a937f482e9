//! Rules of the family `ipaddress`.

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
