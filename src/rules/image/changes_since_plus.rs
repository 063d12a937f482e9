use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::{Since, since};

declare_rule! {
    /// A plus sign that becomes a blank.
    ///
    /// ## What it does
    /// Reports an offset such as `+08:00` in a URL.
    ///
    /// ## Why is this bad
    /// In a query a plus sign stands for a blank, so the service reads no time.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes-since=2024-06-01T00:00:00+08:00
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes-since=2024-06-01T00:00:00%2B08:00
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/changes-since-plus", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    if let Some((parameter, Since::Plus)) = since(request) {
        let help = format!(
            "write {}, or the time in UTC with Z",
            request.source[parameter.value.span.range()].replace('+', "%2B")
        );
        ctx.invalid(Place::query(parameter), "the plus sign is read as a blank")
            .help(help);
    }
}
