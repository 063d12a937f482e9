use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// An error answer of another shape.
    ///
    /// ## What it does
    /// Checks that an error has the texts `error_code` and `error_msg`, that the code is `FSS.` or `APIGW.` and four
    /// digits, and that it does not come with a good status.
    ///
    /// ## Why is this bad
    /// Clients tell errors by their shape, codes and status.
    ///
    /// ## Example
    /// ```yaml,bad
    /// error_code: FSS-1051
    /// error_msg: Not found the function
    /// ```
    /// ```yaml,good
    /// error_code: FSS.1051
    /// error_msg: Not found the function
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference and user guide, version aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/error-body", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["functiongraph"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let (Some(response), Some(answer)) = (&request.response, ctx.answer()) else {
        return;
    };
    let has = |name| answer.get(name).is_written();
    let Some(status) = response.status.as_ref().filter(|_| !response.is_bad()) else {
        return;
    };
    if has("error_code") && has("error_msg") && status.known().is_some() {
        let place = Place::new("response.status".to_owned(), status.span);
        ctx.advise(place, format!("an error with status {}", status.text))
            .help("errors have status 400, 401, 403, 404 or 500");
    }
}
