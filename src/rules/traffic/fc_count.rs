use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// More than one additional version in a Function Compute alias.
    ///
    /// ## What it does
    /// Counts the versions in `additionalVersionWeight`.
    ///
    /// ## Why is this bad
    /// The documentation knows a split between two versions only.
    ///
    /// ## Example
    /// ```json,bad
    /// {"aliasName": "prod", "versionId": "1", "additionalVersionWeight": {"2": 0.05, "3": 0.05}}
    /// ```
    /// ```json,good
    /// {"aliasName": "prod", "versionId": "1", "additionalVersionWeight": {"2": 0.05}}
    /// ```
    ///
    /// ## References
    /// - <https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-createalias>
    id: "traffic/fc-count", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["fc/create-alias", "fc/update-alias"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    check::traffic::check_one(&traffic::fc(object), ctx);
}
