use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::filter;

declare_rule! {
    /// A size that is no whole number.
    ///
    /// ## What it does
    /// Checks that `size_min` and `size_max` are decimal numbers: digits only, without sign, unit, point or exponent.
    ///
    /// ## Why is this bad
    /// The service refuses other texts.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?size_min=10GB
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?size_min=10737418240
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/size", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    for (parameter, text) in ["size_min", "size_max"]
        .into_iter()
        .filter_map(|name| filter(request, name))
    {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            ctx.invalid(
                Place::query(parameter),
                format!("{text:?} is not a whole number of bytes"),
            )
            .help("write digits only, such as 10737418240 for 10 GiB");
        }
    }
}
