use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A Lambda alias that splits traffic with the unpublished version.
    ///
    /// ## What it does
    /// Reports `$LATEST` as an additional version, or as the primary one beside an additional one.
    ///
    /// ## Why is this bad
    /// Both versions must be published; the service refuses the request.
    ///
    /// ## Example
    /// ```json,bad
    /// {"FunctionVersion": "1", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"$LATEST": 0.05}}}
    /// ```
    /// ```json,good
    /// {"FunctionVersion": "1", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.05}}}
    /// ```
    ///
    /// ## References
    /// - <https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html>
    /// - <https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html>
    id: "traffic/lambda-latest", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["lambda/create-alias", "lambda/update-alias", "lambda/cloudformation-template"], check),
}

const LATEST: &str = "$LATEST";

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for alias in traffic::lambda(object) {
        for version in alias.additional.iter().filter(|version| version.name == LATEST) {
            ctx.invalid(version.weight, "$LATEST may not be an additional version")
                .at(version.name_span)
                .help("publish a version and name it by its number");
        }
        if alias.version.str() == Some(LATEST) && !alias.additional.is_empty() {
            ctx.invalid(alias.version, "traffic of $LATEST cannot be split")
                .help("publish a version and name it by its number");
        }
    }
}
