use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A Function Compute alias that splits traffic between a version and itself.
    ///
    /// ## What it does
    /// Reports a key of `additionalVersionWeight` that is the `versionId`, and in ROS templates an `AdditionalVersion`
    /// that is the `VersionId`.
    ///
    /// ## Why is this bad
    /// The service refuses the request with AdditionalVersionContainsMajorVersion.
    ///
    /// ## Example
    /// ```json,bad
    /// {"aliasName": "prod", "versionId": "1", "additionalVersionWeight": {"1": 0.05}}
    /// ```
    /// ```json,good
    /// {"aliasName": "prod", "versionId": "1", "additionalVersionWeight": {"2": 0.05}}
    /// ```
    ///
    /// ## References
    /// - <https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-createalias>
    /// - <https://www.alibabacloud.com/help/en/ros/developer-reference/aliyun-fc-alias>
    id: "traffic/fc-self", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["fc/create-alias", "fc/update-alias", "fc/ros-template"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    check::traffic::check_primary(&traffic::fc(object), ctx);
    for alias in traffic::ros(object) {
        check::traffic::check_primary(&alias, ctx);
    }
}
