use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A description that is too long.
    ///
    /// ## What it does
    /// Checks that `description` has at most 1024 characters.
    ///
    /// ## Why is this bad
    /// The service takes no longer one.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// description: nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly nightly x
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// description: nightly
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/description", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
