use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A status that no stage or job has.
    ///
    /// ## What it does
    /// Checks that `status` of stages and jobs is one of the fourteen documented words.
    ///
    /// ## Why is this bad
    /// Programs that follow the run do not know the word.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", status: SUCCESS, jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", status: COMPLETED, start_time: 1717401600000, end_time: 1717401600000, jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/stage-status", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
