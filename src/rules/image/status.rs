use crate::declare_rule;
use crate::request::{Context, Request};
use crate::rule::Run;
use crate::view::image::{STATUS, check_enum};

declare_rule! {
    /// A status that no image has.
    ///
    /// ## What it does
    /// Checks `status` of queries and of images. Values that only OpenStack knows are warned of.
    ///
    /// ## Why is this bad
    /// The list is empty for another status.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?status=ACTIVE
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?status=active
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/status", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    check_enum(request, "status", &STATUS, ctx);
}
