use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A description of a Function Compute alias that is empty or too long.
    ///
    /// ## What it does
    /// Checks that `description`, where it is given, has 1 to 256 characters.
    ///
    /// ## Why is this bad
    /// The service refuses the request.
    ///
    /// ## Example
    /// ```json,bad
    /// {"aliasName": "prod", "versionId": "1", "description": "", "additionalVersionWeight": {"2": 0.05}}
    /// ```
    /// ```json,good
    /// {"aliasName": "prod", "versionId": "1", "description": "what users see", "additionalVersionWeight": {"2": 0.05}}
    /// ```
    ///
    /// ## References
    /// - <https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-createalias>
    /// - <https://www.alibabacloud.com/help/en/ros/developer-reference/aliyun-fc-alias>
    id: "traffic/fc-description", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
