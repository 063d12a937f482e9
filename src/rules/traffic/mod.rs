//! Rules of the family `traffic`: shares of traffic in service meshes, routes, rollouts and aliases.
//!
//! Types and members that must be there stand in the JSON Schemas of `schemas/traffic`, which name the rules here; the
//! shares themselves, and what looks across members, is checked by the rules over `check::traffic`.

mod argo_anti_affinity;
mod argo_experiment;
mod argo_full_weight;
mod argo_max_weight;
mod argo_order;
mod argo_scale;
mod argo_services;
mod argo_step;
mod argo_weight;
mod azure_duplicate;
mod azure_single_mode;
mod azure_sum;
mod azure_weight;
mod cloud_run_revision;
mod fc_count;
mod fc_description;
mod fc_name;
mod fc_self;
mod fc_template_weight;
mod fc_weight;
mod gateway_backends;
mod gateway_duplicate;
mod gateway_mirror;
mod gateway_missing_weight;
mod gateway_weight;
mod gateway_zero_total;
mod istio_duplicate;
mod istio_locality_failover;
mod istio_locality_sum;
mod istio_locality_weight;
mod istio_missing_weight;
mod istio_percent_sum;
mod istio_weight;
mod istio_zero_total;
mod knative_percent;
mod knative_sum;
mod knative_tag;
mod knative_target;
mod lambda_count;
mod lambda_description;
mod lambda_latest;
mod lambda_name;
mod lambda_routing;
mod lambda_self;
mod lambda_version;
mod lambda_weight;
mod nginx_disabled;
mod nginx_over_total;
mod nginx_retired;
mod nginx_small_total;
mod nginx_weight;
mod required;
mod smi_deprecated;
mod smi_duplicate;
mod smi_weight;
mod smi_zero_total;
mod r#type;
mod unknown_member;

use crate::rule::Rule;

/// The rule for faults of shape that a schema gives to no other.
pub(crate) use r#type::RULE as SHAPE;

pub(super) static RULES: &[&Rule] = &[
    &argo_anti_affinity::RULE,
    &argo_experiment::RULE,
    &argo_full_weight::RULE,
    &argo_max_weight::RULE,
    &argo_order::RULE,
    &argo_scale::RULE,
    &argo_services::RULE,
    &argo_step::RULE,
    &argo_weight::RULE,
    &azure_duplicate::RULE,
    &azure_single_mode::RULE,
    &azure_sum::RULE,
    &azure_weight::RULE,
    &cloud_run_revision::RULE,
    &fc_count::RULE,
    &fc_description::RULE,
    &fc_name::RULE,
    &fc_self::RULE,
    &fc_template_weight::RULE,
    &fc_weight::RULE,
    &gateway_backends::RULE,
    &gateway_duplicate::RULE,
    &gateway_mirror::RULE,
    &gateway_missing_weight::RULE,
    &gateway_weight::RULE,
    &gateway_zero_total::RULE,
    &istio_duplicate::RULE,
    &istio_locality_failover::RULE,
    &istio_locality_sum::RULE,
    &istio_locality_weight::RULE,
    &istio_missing_weight::RULE,
    &istio_percent_sum::RULE,
    &istio_weight::RULE,
    &istio_zero_total::RULE,
    &knative_percent::RULE,
    &knative_sum::RULE,
    &knative_tag::RULE,
    &knative_target::RULE,
    &lambda_count::RULE,
    &lambda_description::RULE,
    &lambda_latest::RULE,
    &lambda_name::RULE,
    &lambda_routing::RULE,
    &lambda_self::RULE,
    &lambda_version::RULE,
    &lambda_weight::RULE,
    &nginx_disabled::RULE,
    &nginx_over_total::RULE,
    &nginx_retired::RULE,
    &nginx_small_total::RULE,
    &nginx_weight::RULE,
    &required::RULE,
    &smi_deprecated::RULE,
    &smi_duplicate::RULE,
    &smi_weight::RULE,
    &smi_zero_total::RULE,
    &r#type::RULE,
    &unknown_member::RULE,
];
