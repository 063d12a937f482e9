use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A description of a Lambda alias that is too long.
    ///
    /// ## What it does
    /// Checks that `Description` has at most 256 characters.
    ///
    /// ## Why is this bad
    /// The service refuses the request.
    ///
    /// ## Example
    /// ```json,bad
    /// {"FunctionVersion": "1", "Name": "live", "Description": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}
    /// ```
    /// ```json,good
    /// {"FunctionVersion": "1", "Name": "live", "Description": "what users see"}
    /// ```
    ///
    /// ## References
    /// - <https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html>
    /// - <https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html>
    id: "traffic/lambda-description", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
