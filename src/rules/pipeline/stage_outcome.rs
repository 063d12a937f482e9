use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{self, Class, Part};

declare_rule! {
    /// A stage whose status its jobs contradict.
    ///
    /// ## What it does
    /// Compares the status of a stage with its selected jobs and its entry and exit steps. `COMPLETED`: each job
    /// completed or was left out, and no such step failed. `FAILED`: one of them failed. `RUNNING`: one is under way.
    ///
    /// ## Why is this bad
    /// The status of a stage follows from those of its jobs; one of them is wrong or out of date.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     status: COMPLETED
    ///     start_time: 1717401600000
    ///     end_time: 1717401660000
    ///     jobs: [{identifier: JOB_aBcDe, status: FAILED, message: exit status 2, end_time: 1717401660000}]
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     status: FAILED
    ///     start_time: 1717401600000
    ///     end_time: 1717401660000
    ///     jobs: [{identifier: JOB_aBcDe, status: FAILED, message: exit status 2, end_time: 1717401660000}]
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/stage-outcome", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    let run = pipeline::run(run);
    for stage in run.children() {
        outcome(run, stage, ctx);
    }
}

fn outcome(run: Part<'_>, stage: Part<'_>, ctx: &mut Context<'_>) {
    let (Some(status), Some(jobs)) = (stage.status(), super::selected(stage, "jobs")) else {
        return;
    };
    let gates: Vec<_> = stage.parts("pre").chain(stage.parts("post")).collect();
    let known = jobs.iter().chain(&gates).all(|part| part.status().is_some());
    let (fits, wanted) = match status {
        "COMPLETED" => {
            for job in jobs {
                super::must_be_over(stage, job, ctx);
            }
            for step in gates.into_iter().filter(|step| step.is("FAILED")) {
                super::contradict(stage, step, ctx);
            }
            return;
        }
        "FAILED" => {
            let failed = |part: &Part<'_>| part.is("FAILED") || part.is("ASYNC_FAILED");
            (jobs.iter().chain(&gates).any(failed), "failed")
        }
        "RUNNING" => {
            let active = jobs.iter().any(|job| job.class() == Some(Class::Active));
            (active || gates.iter().any(|step| step.is("RUNNING")), "is under way")
        }
        _ => return,
    };
    // Of a status that the run contradicts too, once is enough.
    if known && !fits && !run.is("COMPLETED") {
        let message = format!("the stage is {status}, but no job and no entry or exit step {wanted}");
        ctx.advise(stage.get("status"), message);
    }
}
