use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::filter;

declare_rule! {
    /// Deleted images without a time.
    ///
    /// ## What it does
    /// Reports `status=deleted` without `changes-since`.
    ///
    /// ## Why is this bad
    /// Deleted images are listed only among the changes since some time.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?status=deleted
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?status=deleted&changes-since=2024-06-01T00:00:00Z
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/deleted-status", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let deleted = filter(request, "status").filter(|(_, status)| *status == "deleted");
    if let Some((parameter, _)) = deleted.filter(|_| request.parameter("changes-since").is_none()) {
        ctx.advise(
            Place::query(parameter),
            "deleted images are not listed without changes-since",
        )
        .help("add changes-since with a time");
    }
}
