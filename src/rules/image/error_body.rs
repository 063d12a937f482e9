use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// An error answer of another shape.
    ///
    /// ## What it does
    /// Checks that an error is `{"error": {"message": .., "code": ..}}` with a code of `IMG.` or `APIGW.` and four
    /// digits, and that it does not come with a good status. Other text than JSON is left alone.
    ///
    /// ## Why is this bad
    /// Clients tell errors by their shape, codes and status.
    ///
    /// ## Example
    /// ```yaml,bad
    /// error:
    ///   message: The imagetype is invalid.
    ///   code: IMG-0024
    /// ```
    /// ```yaml,good
    /// error:
    ///   message: The imagetype is invalid.
    ///   code: IMG.0024
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/error-body", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let (Some(response), Some(answer)) = (&request.response, ctx.answer()) else {
        return;
    };
    let Some(status) = response.status.as_ref().filter(|_| !response.is_bad()) else {
        return;
    };
    if answer.get("error").is_written() && status.known().is_some() {
        let place = Place::new("response.status".to_owned(), status.span);
        ctx.advise(place, format!("an error with status {}", status.text))
            .help("errors have a status from 400 on");
    }
}
