//! Rules of the family `podcertificaterequest`.

mod spec;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&spec::RULE];
