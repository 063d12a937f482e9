use crate::check;
use crate::check::traffic::Scale;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;
use crate::yaml::Kind;

declare_rule! {
    /// A share of a Function Compute alias in a template that is no whole percent.
    ///
    /// ## What it does
    /// Checks `AdditionalWeight` of `ALIYUN::FC::Alias` in ROS templates: a whole number from 0 to 100, where the API
    /// of the service takes a fraction.
    ///
    /// ## Why is this bad
    /// Other values are refused, or mean something else than was meant.
    ///
    /// ## Example
    /// ```yaml,bad
    /// ROSTemplateFormatVersion: "2015-09-01"
    /// Resources:
    ///   Alias:
    ///     Type: ALIYUN::FC::Alias
    ///     Properties: {ServiceName: web, AliasName: prod, VersionId: "1", AdditionalVersion: "2", AdditionalWeight: 0.05}
    /// ```
    /// ```yaml,good
    /// ROSTemplateFormatVersion: "2015-09-01"
    /// Resources:
    ///   Alias:
    ///     Type: ALIYUN::FC::Alias
    ///     Properties: {ServiceName: web, AliasName: prod, VersionId: "1", AdditionalVersion: "2", AdditionalWeight: 5}
    /// ```
    ///
    /// ## References
    /// - <https://www.alibabacloud.com/help/en/ros/developer-reference/aliyun-fc-alias>
    id: "traffic/fc-template-weight", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["fc/ros-template"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for alias in traffic::ros(object) {
        for version in alias.additional {
            // A map, or a text that is no number, is filled in later.
            let filled_in = match version.weight.node() {
                Some(node) => {
                    node.kind() == Kind::Map || node.as_str().is_some_and(|text| text.parse::<f64>().is_err())
                }
                None => true,
            };
            if !filled_in {
                check::traffic::check(version.weight, Scale::PERCENT, ctx);
            }
        }
    }
}
