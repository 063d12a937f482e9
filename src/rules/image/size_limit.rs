use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::{filter, size};

declare_rule! {
    /// A size above 64 bits.
    ///
    /// ## What it does
    /// Checks that sizes are at most 9223372036854775807.
    ///
    /// ## Why is this bad
    /// Sizes are numbers of 64 bits.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?size_max=9223372036854775808
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?size_max=9223372036854775807
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/size-limit", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    for name in ["size_min", "size_max"] {
        let digits = filter(request, name).filter(|(_, text)| text.bytes().all(|byte| byte.is_ascii_digit()));
        if let Some((parameter, text)) = digits.filter(|_| size(request, name).is_none()) {
            ctx.invalid(Place::query(parameter), format!("{text} is above {}", i64::MAX));
        }
    }
}
