use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A trigger that does not exist.
    ///
    /// ## What it does
    /// Checks `trigger_type` of the run and `event_type` of its sources: `Manual`, `Scheduler`, `MR`, `Push`,
    /// `CreateTag`, `Issue` or `Note`, spelt exactly so.
    ///
    /// ## Why is this bad
    /// Programs that tell runs apart by their trigger do not know the word.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// trigger_type: manual
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// trigger_type: Manual
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/trigger-type", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
