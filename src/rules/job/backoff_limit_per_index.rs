use crate::check::int;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// Limits on failures per index are set for indexed Jobs, and together.
    ///
    /// ## What it does
    /// Checks `backoffLimitPerIndex` and `maxFailedIndexes`: both need `completionMode: Indexed`, are 0 or more, and the second
    /// needs the first. `maxFailedIndexes` is at most `completions` and 100000. Of a Job with a limit per index and more than
    /// 100000 completions, `maxFailedIndexes` is set and at most 10000, and `parallelism` is at most 10000.
    ///
    /// ## Why is this bad
    /// The server refuses the object: it keeps a list of the indexes that failed, which must stay small.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   completionMode: Indexed
    ///   completions: 5
    ///   maxFailedIndexes: 2
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   completionMode: Indexed
    ///   completions: 5
    ///   backoffLimitPerIndex: 1
    ///   maxFailedIndexes: 2
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#backoff-limit-per-index>
    id: "job/backoff-limit-per-index", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Job.batch", "CronJob.batch"], check),
}

/// The most failed indexes, whatever the number of completions.
const MAX_FAILED: i64 = 100_000;
/// The most failed indexes of a Job with very many completions.
const MAX_FAILED_HUGE: i64 = 10_000;

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = super::spec(object);
    let limit = spec.get("backoffLimitPerIndex");
    let failed = spec.get("maxFailedIndexes");
    int::non_negative(limit, ctx);
    int::non_negative(failed, ctx);
    if failed.is_set() && limit.is_absent() {
        ctx.required(limit, "must be given beside maxFailedIndexes")
            .related(failed.span(), "because of this limit");
    }
    let mode = spec.get("completionMode");
    match super::mode(spec) {
        Some("Indexed") => check_indexed(object, ctx),
        Some("NonIndexed") => {
            for field in [limit, failed] {
                if field.is_set() {
                    ctx.invalid(field, format!("{} needs completionMode: Indexed", field.name()))
                        .related(mode.span(), "the mode is NonIndexed where it is absent");
                }
            }
        }
        _ => {}
    }
}

fn check_indexed(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = super::spec(object);
    let field = spec.get("maxFailedIndexes");
    let failed = field.int();
    let Some(completions) = super::completions(object) else {
        return;
    };
    if let (Some(failed), Some(completions)) = (failed, completions)
        && failed > completions
    {
        ctx.invalid(field, format!("{failed} is above completions, {completions}"))
            .related(spec.get("completions").span(), "completions");
    }
    if let Some(failed) = failed
        && failed > MAX_FAILED
    {
        ctx.invalid(field, format!("{failed} is above {MAX_FAILED}"));
    }
    if spec.get("backoffLimitPerIndex").is_absent() || !super::is_huge(completions) {
        return;
    }
    if field.is_absent() {
        ctx.required(field, "must be given when completions is above 100000");
    }
    if let Some(failed) = failed
        && failed > MAX_FAILED_HUGE
    {
        ctx.invalid(
            field,
            format!("{failed} is above {MAX_FAILED_HUGE}, the limit when completions is above 100000"),
        );
    }
    let parallelism = spec.get("parallelism");
    if let Some(pods) = parallelism.int()
        && pods > super::HUGE_PARALLELISM
    {
        ctx.invalid(
            parallelism,
            format!("{pods} is above 10000, the limit beside backoffLimitPerIndex when completions is above 100000"),
        );
    }
}
