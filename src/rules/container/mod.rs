//! Rules of the family `container`.

mod env;
mod env_from;
mod image;
mod lifecycle;
mod ports;
mod probes;
mod resize_policy;
mod resources;
mod restart_policy;
mod security_context;
mod termination_message;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &env::RULE,
    &env_from::RULE,
    &image::RULE,
    &lifecycle::RULE,
    &ports::RULE,
    &probes::RULE,
    &resize_policy::RULE,
    &resources::RULE,
    &restart_policy::RULE,
    &security_context::RULE,
    &termination_message::RULE,
];
