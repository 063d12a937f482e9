use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::{Since, since};

declare_rule! {
    /// A time that cannot be read.
    ///
    /// ## What it does
    /// Checks that `changes-since` is a time of ISO 8601, `YYYY-MM-DDTHH:MM:SS`, with or without a fraction and a zone,
    /// on a day that exists.
    ///
    /// ## Why is this bad
    /// The service refuses other texts.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes-since=1717401600
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes-since=2024-06-01T00:00:00Z
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/changes-since", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    if let Some((parameter, Since::Unreadable(text))) = since(request) {
        ctx.invalid(Place::query(parameter), format!("{text:?} is no time"))
            .help("write it as 2024-06-01T00:00:00Z");
    }
}
