use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::{filter, size};

declare_rule! {
    /// A greatest size that looks like megabytes or gigabytes.
    ///
    /// ## What it does
    /// Reports a `size_max` from 1 to 1048575.
    ///
    /// ## Why is this bad
    /// Sizes are in bytes, and no image is that small.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?size_max=40
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?size_max=42949672960
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/size-unit", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let small = size(request, "size_max").filter(|size| (1..1 << 20).contains(size));
    if let (Some(size), Some((parameter, _))) = (small, filter(request, "size_max")) {
        ctx.advise(Place::query(parameter), format!("no image is as small as {size} bytes"))
            .help("the unit is bytes: 1 GiB is 1073741824");
    }
}
