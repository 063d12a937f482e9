use crate::check;
use crate::check::traffic::Scale;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A share of a Function Compute alias that is no fraction from 0 to 1.
    ///
    /// ## What it does
    /// Checks the values of `additionalVersionWeight`. The primary version gets what is left of 1. A value such as 5
    /// comes from services that count in percent.
    ///
    /// ## Why is this bad
    /// Shares are decimals from 0 to 1 by the documentation of the service.
    ///
    /// ## Example
    /// ```json,bad
    /// {"aliasName": "prod", "versionId": "1", "additionalVersionWeight": {"2": 5}}
    /// ```
    /// ```json,good
    /// {"aliasName": "prod", "versionId": "1", "additionalVersionWeight": {"2": 0.05}}
    /// ```
    ///
    /// ## References
    /// - <https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-createalias>
    id: "traffic/fc-weight", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["fc/create-alias", "fc/update-alias"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for version in traffic::fc(object).additional {
        check::traffic::check(version.weight, Scale::Fraction, ctx);
    }
}
