use crate::check;
use crate::check::traffic::Scale;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;
use crate::yaml::Kind;

declare_rule! {
    /// A share of a Lambda alias that is no fraction from 0 to 1.
    ///
    /// ## What it does
    /// Checks the values of `RoutingConfig.AdditionalVersionWeights`, and in CloudFormation templates the
    /// `FunctionWeight` of each item of that list. The primary version gets what is left of 1. A value such as 5 comes
    /// from services that count in percent.
    ///
    /// ## Why is this bad
    /// The service refuses the request.
    ///
    /// ## Example
    /// ```json,bad
    /// {"FunctionVersion": "1", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"2": 5}}}
    /// ```
    /// ```json,good
    /// {"FunctionVersion": "1", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.05}}}
    /// ```
    ///
    /// ## References
    /// - <https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html>
    /// - <https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html>
    id: "traffic/lambda-weight", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["lambda/create-alias", "lambda/update-alias", "lambda/cloudformation-template"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for alias in traffic::lambda(object) {
        for version in alias.additional {
            // A parameter of a template, or a number in quotes, which a template may have.
            let filled_in = version
                .weight
                .node()
                .is_some_and(|node| matches!(node.kind(), Kind::Str | Kind::Map));
            if !(alias.template && filled_in) {
                check::traffic::check(version.weight, Scale::Fraction, ctx);
                if version.weight.is_absent() {
                    ctx.required(version.weight, "no share for the additional version");
                }
            }
        }
        let function = |name: &str| name == "Ref" || name.starts_with("Fn::");
        let whole = alias.split.entries().next();
        if let Some(first) = whole.filter(|first| alias.template && !function(first.key)) {
            ctx.type_invalid(alias.split, "a map where a list is wanted")
                .at(first.key_span)
                .help("in a template, write a list of FunctionVersion and FunctionWeight");
        }
    }
}
