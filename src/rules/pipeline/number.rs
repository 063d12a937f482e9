use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A number below its least value.
    ///
    /// ## What it does
    /// Checks that `run_number` is at least 1, and `pause_time` and `sequence` at least 0.
    ///
    /// ## Why is this bad
    /// Runs are counted from 1, siblings from 0, and no pause is shorter than none.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// run_number: 0
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// run_number: 1
    /// pause_time: 0
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/number", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
