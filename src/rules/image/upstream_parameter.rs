use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::{Known, known};

declare_rule! {
    /// A parameter that only OpenStack documents.
    ///
    /// ## What it does
    /// Reports `limit`, `marker`, `sort_key`, `sort_dir`, `min_ram`, `min_disk`, `protected`, `is_public` and
    /// `property-...`.
    ///
    /// ## Why is this bad
    /// The reference of this service does not list them, so nobody promises that they work.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?limit=10&sort_key=name
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?status=active
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/upstream-parameter", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    for parameter in &request.query {
        let name = &parameter.name.text;
        if known(name) == Known::Upstream {
            ctx.advise(
                Place::query_name(parameter),
                format!("{name:?} is known to OpenStack, but not documented here"),
            );
        }
    }
}
