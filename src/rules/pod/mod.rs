//! Rules of the family `pod`.

mod affinity;
mod annotations;
mod containers;
mod deadlines;
mod dns;
mod ephemeral_containers;
mod gates;
mod host_aliases;
mod host_namespaces;
mod host_process;
mod hostname;
mod image_pull_secrets;
mod node_selector;
mod priority;
mod resource_claims;
mod resources;
mod restart_policy;
mod runtime_class;
mod security_context;
mod service_account;
mod target_os;
mod tolerations;
mod topology_spread;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &affinity::RULE,
    &annotations::RULE,
    &containers::RULE,
    &deadlines::RULE,
    &dns::RULE,
    &ephemeral_containers::RULE,
    &gates::RULE,
    &host_aliases::RULE,
    &host_namespaces::RULE,
    &host_process::RULE,
    &hostname::RULE,
    &image_pull_secrets::RULE,
    &node_selector::RULE,
    &priority::RULE,
    &resource_claims::RULE,
    &resources::RULE,
    &restart_policy::RULE,
    &runtime_class::RULE,
    &security_context::RULE,
    &service_account::RULE,
    &target_os::RULE,
    &tolerations::RULE,
    &topology_spread::RULE,
];
