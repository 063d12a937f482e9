use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A member the reference does not list.
    ///
    /// ## What it does
    /// Reports members that a run, stage, job, step, input, source or artifact does not have; as a warning where the
    /// name is within two edits of one it has.
    ///
    /// ## Why is this bad
    /// A misspelt member is not read. One that is really new does no harm: answers grow.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// excutor_name: ci-user
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// executor_name: ci-user
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/unknown-member", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Line,
}
