//! Rules of the family `syntax`: text that cannot be read, or is not read, as its author meant. They are reported by
//! [`crate::lint`], on behalf of [`crate::yaml`] and [`crate::source`].

pub(crate) mod encoding;
pub(crate) mod lost_text;
pub(crate) mod separator;
pub(crate) mod yaml;

use crate::rule::Rule;
use crate::yaml::Family;

pub(super) static RULES: &[&Rule] = &[&encoding::RULE, &lost_text::RULE, &separator::RULE, &yaml::RULE];

/// The rule that speaks for a reader.
pub(crate) fn rule(family: Family) -> &'static Rule {
    match family {
        Family::Yaml => &yaml::RULE,
        Family::Encoding => &encoding::RULE,
        Family::Separator => &separator::RULE,
    }
}
