use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{self, Part};

declare_rule! {
    /// A job whose status its steps contradict.
    ///
    /// ## What it does
    /// Compares the status of a job with its steps. `COMPLETED`: no step failed or runs. `FAILED`: one failed, if there
    /// are any.
    ///
    /// ## Why is this bad
    /// The status of a job follows from those of its steps; one of them is wrong or out of date.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs:
    ///       - identifier: JOB_aBcDe
    ///         status: COMPLETED
    ///         end_time: 1717401660000
    ///         steps: [{status: RUNNING}]
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs:
    ///       - identifier: JOB_aBcDe
    ///         status: RUNNING
    ///         steps: [{status: RUNNING}]
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/job-outcome", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for stage in pipeline::run(run).children() {
        for job in stage.parts("jobs") {
            outcome(stage, job, ctx);
        }
    }
}

fn outcome(stage: Part<'_>, job: Part<'_>, ctx: &mut Context<'_>) {
    let steps: Vec<_> = job.children().collect();
    if job.is("COMPLETED") {
        for step in steps {
            if step.is("FAILED") || step.is("RUNNING") {
                super::contradict(job, step, ctx);
            }
        }
        return;
    }
    let known = steps.iter().all(|step| step.status().is_some());
    let failed = steps.is_empty() || steps.iter().any(|step| step.is("FAILED"));
    // Of a status that the stage contradicts too, once is enough.
    if job.is("FAILED") && known && !failed && !stage.is("COMPLETED") {
        ctx.advise(job.get("status"), "the job is FAILED, but no step failed");
    }
}
