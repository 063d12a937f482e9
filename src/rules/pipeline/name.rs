use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A name of the wrong form.
    ///
    /// ## What it does
    /// Checks that the name of the pipeline has 1 to 128 Chinese characters, letters, digits, `-` and `_`, and that of
    /// a stage 1 to 128 of these, spaces inside, and `,` `;` `:` `.` `/` and round brackets.
    ///
    /// ## Why is this bad
    /// The service gives no such names, so the answer was changed on the way.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", name: " Build ", jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", name: Build, jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/name", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
