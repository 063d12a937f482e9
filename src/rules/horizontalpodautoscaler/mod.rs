//! Rules of the family `horizontalpodautoscaler`.

mod annotation;
mod behavior;
mod metrics;
mod replicas;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&behavior::RULE, &metrics::RULE, &replicas::RULE];
