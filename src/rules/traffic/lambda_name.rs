use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A name that a Lambda alias cannot have.
    ///
    /// ## What it does
    /// Checks `Name`: 1 to 128 letters, digits, `-` and `_`, and not digits alone, which would be a version.
    ///
    /// ## Why is this bad
    /// The service refuses the request.
    ///
    /// ## Example
    /// ```json,bad
    /// {"FunctionVersion": "1", "Name": "12", "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.05}}}
    /// ```
    /// ```json,good
    /// {"FunctionVersion": "1", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.05}}}
    /// ```
    ///
    /// ## References
    /// - <https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html>
    /// - <https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html>
    id: "traffic/lambda-name", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
