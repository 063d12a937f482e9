use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{References, is_blank};

declare_rule! {
    /// A part that ran although what it depends on failed.
    ///
    /// ## What it does
    /// Reports a stage or job that depends on one that is `FAILED` or `CANCELED`, and is neither `SKIPPED`, `CANCELED`,
    /// `INIT` nor `UNSELECTED`, unless it has `run_always` or a condition.
    ///
    /// ## Why is this bad
    /// A failed dependency stops what depends on it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", status: FAILED, start_time: 1717401600000, end_time: 1717401600000, jobs: [], pre: [{status: FAILED, message: exit 2, end_time: 1717401600000}]}
    ///   - {identifier: "1", status: QUEUED, depends_on: ["0"], jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", status: FAILED, start_time: 1717401600000, end_time: 1717401600000, jobs: [], pre: [{status: FAILED, message: exit 2, end_time: 1717401600000}]}
    ///   - {identifier: "1", status: QUEUED, depends_on: ["0"], run_always: true, jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/failed-dependency", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    // The part reported last: one finding is enough, however many of its dependencies failed.
    let mut last = None;
    for (part, _, needed) in References::of(run).sound() {
        let (Some(status), Some(outcome)) = (part.status(), needed.status()) else {
            continue;
        };
        let stopped = ["SKIPPED", "CANCELED", "INIT", "UNSELECTED"].contains(&status);
        let wanted = part.get("run_always").bool() == Some(true) || !is_blank(part.get("condition"));
        let span = part.get("status").span();
        if ["FAILED", "CANCELED"].contains(&outcome) && !stopped && !wanted && last != Some(span) {
            last = Some(span);
            let message = format!(
                "the {} is {status} although what it depends on is {outcome}",
                part.level.name()
            );
            ctx.advise(part.get("status"), message)
                .related(needed.get("status").span(), "the status of what it depends on");
        }
    }
}
