use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A version of a Lambda alias that is no number.
    ///
    /// ## What it does
    /// Checks `FunctionVersion`, which is a number or `$LATEST`, and the names of additional versions in requests: 1 to
    /// 1024 characters.
    ///
    /// ## Why is this bad
    /// The service refuses the request.
    ///
    /// ## Example
    /// ```json,bad
    /// {"FunctionVersion": "1", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"v2": 0.05}}}
    /// ```
    /// ```json,good
    /// {"FunctionVersion": "1", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.05}}}
    /// ```
    ///
    /// ## References
    /// - <https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html>
    /// - <https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html>
    id: "traffic/lambda-version", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
