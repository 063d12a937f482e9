use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::{Known, known};

declare_rule! {
    /// A parameter of a later version.
    ///
    /// ## What it does
    /// Reports parameters of `/v2/images` and `/v2/cloudimages`, such as `visibility` and `__imagetype`.
    ///
    /// ## Why is this bad
    /// Version 1.1 ignores them, so the list is longer than meant.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?visibility=private
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?status=active
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/v2-parameter", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    for parameter in &request.query {
        let name = &parameter.name.text;
        if known(name) == Known::V2 {
            ctx.advise(
                Place::query_name(parameter),
                format!("{name:?} belongs to version 2 and is ignored here"),
            )
            .help("ask /v2/images or /v2/cloudimages");
        }
    }
}
