use crate::declare_rule;
use crate::request::{Context, Request};
use crate::rule::Run;
use crate::view::image::{DISK_FORMAT, check_enum};

declare_rule! {
    /// A file format that no image has.
    ///
    /// ## What it does
    /// Checks `disk_format` of queries and of images. Values that only OpenStack knows are warned of.
    ///
    /// ## Why is this bad
    /// The list is empty for another format.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?disk_format=QCOW2
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?disk_format=qcow2
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/disk-format", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    check_enum(request, "disk_format", &DISK_FORMAT, ctx);
}
