use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A name that a Function Compute alias cannot have.
    ///
    /// ## What it does
    /// Checks `aliasName`: 1 to 128 letters, digits, `-` and `_`, the first a letter or `_`.
    ///
    /// ## Why is this bad
    /// The service refuses the request.
    ///
    /// ## Example
    /// ```json,bad
    /// {"aliasName": "1prod", "versionId": "1", "additionalVersionWeight": {"2": 0.05}}
    /// ```
    /// ```json,good
    /// {"aliasName": "prod", "versionId": "1", "additionalVersionWeight": {"2": 0.05}}
    /// ```
    ///
    /// ## References
    /// - <https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-createalias>
    /// - <https://www.alibabacloud.com/help/en/ros/developer-reference/aliyun-fc-alias>
    id: "traffic/fc-name", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
