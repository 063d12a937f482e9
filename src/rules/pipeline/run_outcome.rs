use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{self, Class, Part, has_started, is_time_set};

declare_rule! {
    /// A run whose status its stages contradict.
    ///
    /// ## What it does
    /// Compares the status of the run with its selected stages. `COMPLETED`: each stage completed or was left out.
    /// `FAILED`: one failed. `CANCELED`: one was canceled, or none had started. `RUNNING`: one is under way. `PAUSED`
    /// and `SUSPEND`: one has the same status.
    ///
    /// ## Why is this bad
    /// The status of the run follows from those of its stages; one of them is wrong or out of date.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// status: COMPLETED
    /// stages:
    ///   - {identifier: "0", status: RUNNING, start_time: 1717401600000, jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// status: RUNNING
    /// stages:
    ///   - {identifier: "0", status: RUNNING, start_time: 1717401600000, jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/run-outcome", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let run = pipeline::run(object);
    let (Some(status), Some(stages)) = (run.status(), super::selected(run, "stages")) else {
        return;
    };
    let known = stages.iter().all(|stage| stage.status().is_some());
    let any = |test: fn(&Part<'_>) -> bool| !known || stages.iter().any(test);
    let fits = match status {
        "COMPLETED" => {
            for stage in stages {
                super::must_be_over(run, stage, ctx);
            }
            return;
        }
        "FAILED" => any(|stage| stage.is("FAILED") || stage.is("ASYNC_FAILED")),
        "CANCELED" => any(|stage| stage.is("CANCELED")) || !stages.iter().any(started),
        "RUNNING" => any(|stage| stage.class() == Some(Class::Active)),
        "PAUSED" => any(|stage| stage.is("PAUSED")),
        "SUSPEND" => any(|stage| stage.is("SUSPEND")),
        _ => true,
    };
    if !fits {
        let wanted = match status {
            "FAILED" => "failed",
            "CANCELED" => "was canceled",
            "RUNNING" => "is under way",
            "PAUSED" => "is paused",
            _ => "is suspended",
        };
        ctx.advise(run.get("status"), format!("the run is {status}, but no stage {wanted}"));
    }
}

fn started(stage: &Part<'_>) -> bool {
    is_time_set(stage.get("start_time")) || stage.status().is_some_and(has_started)
}
