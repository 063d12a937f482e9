use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// A request of nobody.
    ///
    /// ## What it does
    /// Reports requests that have neither `X-Auth-Token` nor the `Authorization` of a signature among their headers.
    ///
    /// ## Why is this bad
    /// The service answers 401.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail
    /// Accept: application/json
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/authentication", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let has = |name: &str| request.header(name).is_some();
    if request.headers_written && !has("X-Auth-Token") && !has("Authorization") {
        ctx.advise(
            Place::missing_header(request, "X-Auth-Token"),
            "nothing says whose request it is",
        )
        .help("add X-Auth-Token with a token, or sign the request");
    }
}
