use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A word outside the documented list.
    ///
    /// ## What it does
    /// Checks `business_type` of steps, `type` and `git_type` of sources, and `build_type` and `action` of what was
    /// built. `language` outside its list is a warning.
    ///
    /// ## Why is this bad
    /// The words are compared exactly: `CodeHub` in a run is not `codehub`.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {git_type: CodeHub}}
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {git_type: codehub}}
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/enum", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
