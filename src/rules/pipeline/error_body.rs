use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// An error without a code or a text.
    ///
    /// ## What it does
    /// Checks that an answer of another status than 200 has `error_code` and `error_msg`, both of them text.
    ///
    /// ## Why is this bad
    /// Programs tell errors apart by their code and show the text.
    ///
    /// ## Example
    /// ```yaml,bad
    /// error_code: DEV.00000001
    /// ```
    /// ```yaml,good
    /// error_code: DEV.00000001
    /// error_msg: no user information in the request
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/error-body", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
