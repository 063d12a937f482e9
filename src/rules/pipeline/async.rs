use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// An async flag that is neither true nor false.
    ///
    /// ## What it does
    /// Checks that `async` of jobs is the text `true` or `false`, or null. A boolean is of the wrong type.
    ///
    /// ## Why is this bad
    /// Programs compare the text.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, async: "yes"}]
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, async: "false"}]
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/async", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
