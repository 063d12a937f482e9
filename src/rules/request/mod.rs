//! Rules of the family `request`: requests to a Kubernetes server, but for the objects in them, which the rules of their
//! kind judge.

mod accept;
pub(crate) mod body;
mod content_type;
mod delete_options;
mod list;
mod log;
mod method;
mod patch;
mod path;
mod query;
mod selector;
mod subresource;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &accept::RULE,
    &body::RULE,
    &content_type::RULE,
    &delete_options::RULE,
    &list::RULE,
    &log::RULE,
    &method::RULE,
    &patch::RULE,
    &path::RULE,
    &query::RULE,
    &selector::RULE,
    &subresource::RULE,
];
