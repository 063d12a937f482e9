use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A status that no run has.
    ///
    /// ## What it does
    /// Checks that `status` of the run is one of the documented words. Stages and jobs have more.
    ///
    /// ## Why is this bad
    /// Nothing that waits for the run to end knows the word, so it waits on.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// status: SUCCESS
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// status: COMPLETED
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/run-status", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
