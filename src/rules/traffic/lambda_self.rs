use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A Lambda alias that splits traffic between a version and itself.
    ///
    /// ## What it does
    /// Reports an additional version that is the `FunctionVersion` of the alias.
    ///
    /// ## Why is this bad
    /// The service refuses the request.
    ///
    /// ## Example
    /// ```json,bad
    /// {"FunctionVersion": "1", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"1": 0.05}}}
    /// ```
    /// ```json,good
    /// {"FunctionVersion": "1", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.05}}}
    /// ```
    ///
    /// ## References
    /// - <https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html>
    /// - <https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html>
    id: "traffic/lambda-self", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["lambda/create-alias", "lambda/update-alias", "lambda/cloudformation-template"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for alias in traffic::lambda(object) {
        check::traffic::check_primary(&alias, ctx);
    }
}
