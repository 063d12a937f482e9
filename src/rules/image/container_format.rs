use crate::declare_rule;
use crate::request::{Context, Request};
use crate::rule::Run;
use crate::view::image::{CONTAINER_FORMAT, check_enum};

declare_rule! {
    /// A container format that no image has.
    ///
    /// ## What it does
    /// Checks `container_format` of queries and of images. Values that only OpenStack knows are warned of.
    ///
    /// ## Why is this bad
    /// Images of this service are `bare`; the list is empty for another word.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?container_format=BARE
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?container_format=bare
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/container-format", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    check_enum(request, "container_format", &CONTAINER_FORMAT, ctx);
}
