use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// More than one additional version in a Lambda alias.
    ///
    /// ## What it does
    /// Counts the versions in `RoutingConfig.AdditionalVersionWeights`.
    ///
    /// ## Why is this bad
    /// An alias points at two versions at most, the primary and one more; the service refuses the request.
    ///
    /// ## Example
    /// ```json,bad
    /// {"FunctionVersion": "1", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.05, "3": 0.05}}}
    /// ```
    /// ```json,good
    /// {"FunctionVersion": "1", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.05}}}
    /// ```
    ///
    /// ## References
    /// - <https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html>
    /// - <https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html>
    id: "traffic/lambda-count", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["lambda/create-alias", "lambda/update-alias", "lambda/cloudformation-template"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for alias in traffic::lambda(object) {
        check::traffic::check_one(&alias, ctx);
    }
}
