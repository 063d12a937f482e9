use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::filter;

declare_rule! {
    /// A wildcard in a name.
    ///
    /// ## What it does
    /// Reports `*` and `%` in `name`.
    ///
    /// ## Why is this bad
    /// Names are compared as they are, so no image matches.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?name=web-*
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?name=web-base
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/name-wildcard", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    if let Some((parameter, name)) = filter(request, "name").filter(|(_, name)| name.contains(['*', '%'])) {
        ctx.advise(Place::query(parameter), format!("{name:?} is compared as it is"))
            .help("write the whole name, or filter on the client");
    }
}
