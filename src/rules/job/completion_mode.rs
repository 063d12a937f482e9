use crate::check::enums;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// An indexed Job says how many indexes it has.
    ///
    /// ## What it does
    /// Checks that `completionMode` is `NonIndexed` or `Indexed`, and that an indexed Job sets `completions` beside
    /// `parallelism`, and has a `parallelism` of at most 100000. Above 100000 completions and 10000 pods at a time the server
    /// warns.
    ///
    /// ## Why is this bad
    /// The server refuses the object. With very many indexes the list of those that are done may outgrow what can be stored.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   completionMode: Indexed
    ///   parallelism: 3
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   completionMode: Indexed
    ///   parallelism: 3
    ///   completions: 9
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode>
    id: "job/completion-mode", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Job.batch", "CronJob.batch"], check),
}

/// The most pods an indexed Job runs at a time.
const MAX_PARALLELISM: i64 = 100_000;

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = super::spec(object);
    enums::check(spec.get("completionMode"), ctx, &["NonIndexed", "Indexed"]);
    if !super::is_indexed(spec) {
        return;
    }
    let field = spec.get("parallelism");
    let (Some(completions), Some(parallelism)) = (super::completions(object), field.int_or(1)) else {
        return;
    };
    if completions.is_none() {
        ctx.required(spec.get("completions"), "must be given when completionMode is Indexed")
            .related(spec.get("completionMode").span(), "because of this mode");
    }
    if parallelism > MAX_PARALLELISM {
        ctx.invalid(
            field,
            format!("{parallelism} is above {MAX_PARALLELISM}, the limit of indexed Jobs"),
        );
    }
    if super::is_huge(completions) && parallelism > super::HUGE_PARALLELISM {
        ctx.warn(
            spec,
            "so many indexes and pods at a time may not be tracked when many fail",
        )
        .help("keep parallelism at 10000 or completions at 100000");
    }
}
