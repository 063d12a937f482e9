//! Rules of the family `job`.

mod backoff_limit_per_index;
mod completion_mode;
mod counts;
mod managed_by;
mod name;
mod pod_failure_policy;
mod pod_replacement_policy;
mod restart_policy;
mod selector;
mod success_policy;

use crate::document::Object;
use crate::rule::Rule;
use crate::view::Field;

pub(super) static RULES: &[&Rule] = &[
    &backoff_limit_per_index::RULE,
    &completion_mode::RULE,
    &counts::RULE,
    &managed_by::RULE,
    &name::RULE,
    &pod_failure_policy::RULE,
    &pod_replacement_policy::RULE,
    &restart_policy::RULE,
    &selector::RULE,
    &success_policy::RULE,
];

/// Labels that the server gives to the pods of a Job.
const JOB_NAME: &str = "batch.kubernetes.io/job-name";
const OLD_JOB_NAME: &str = "job-name";

/// From these numbers on, lists of indexes may grow too long.
const HUGE_COMPLETIONS: i64 = 100_000;
const HUGE_PARALLELISM: i64 = 10_000;

/// The spec of a Job, or of the Jobs of a CronJob.
fn spec<'d>(object: &Object<'d>) -> Field<'d> {
    let spec = object.get("spec");
    if object.kind() == "CronJob" {
        spec.at(&["jobTemplate", "spec"])
    } else {
        spec
    }
}

/// How a Job counts completions, after the server's default; none for a mode of a wrong type.
fn mode(spec: Field<'_>) -> Option<&str> {
    spec.get("completionMode").str_or("NonIndexed")
}

/// Whether the Job is indexed.
fn is_indexed(spec: Field<'_>) -> bool {
    mode(spec) == Some("Indexed")
}

/// The number of completions, or none, after the server's default; none at all for a wrong type.
#[expect(clippy::option_option, reason = "a wrong type, no number, a number")]
fn completions(object: &Object<'_>) -> Option<Option<i64>> {
    let spec = spec(object);
    let field = spec.get("completions");
    if field.is_set() {
        return field.int().map(Some);
    }
    let parallelism = spec.get("parallelism");
    // The Jobs of a CronJob get their defaults when they are made.
    if parallelism.is_absent() && object.kind() == "Job" {
        return Some(Some(1));
    }
    parallelism.int_or(1).map(|_| None)
}

/// Whether there are so many completions that other limits hold.
fn is_huge(completions: Option<i64>) -> bool {
    completions.is_some_and(|count| count > HUGE_COMPLETIONS)
}
