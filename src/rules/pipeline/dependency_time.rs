use super::is_ahead;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::References;

declare_rule! {
    /// A part that starts before what it depends on has ended.
    ///
    /// ## What it does
    /// Compares the start of a stage or job with the end of each that its `depends_on` names.
    ///
    /// ## Why is this bad
    /// A dependency is waited for; one of the times, or the dependency, is wrong.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", start_time: 1717401600000, end_time: 1717401660000, jobs: []}
    ///   - {identifier: "1", depends_on: ["0"], start_time: 1717401650000, jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", start_time: 1717401600000, end_time: 1717401660000, jobs: []}
    ///   - {identifier: "1", depends_on: ["0"], start_time: 1717401660000, jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/dependency-time", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for (part, entry, needed) in References::of(run).sound() {
        let (Some(start), Some((_, end))) = (part.time("start_time"), needed.window()) else {
            continue;
        };
        // Times and references that are at fault themselves are reported as such.
        if part.time("end_time").is_some_and(|end| end < start) || is_ahead(part, needed) {
            continue;
        }
        if start < end {
            let kind = part.level.name();
            let message = format!(
                "the {kind} starts {} ms before what it depends on has ended",
                end - start
            );
            ctx.advise(part.get("start_time"), message)
                .related(needed.get("end_time").span(), "the end of what it depends on")
                .related(entry.span(), "the dependency");
        }
    }
}
