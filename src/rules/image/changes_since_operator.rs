use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::{Since, since};

declare_rule! {
    /// An operator of version 2 in a filter of version 1.1.
    ///
    /// ## What it does
    /// Reports `gt:`, `gte:` and their like in `changes-since`.
    ///
    /// ## Why is this bad
    /// Operators belong to `created_at` and `updated_at` of version 2; here the text is no time.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes-since=gte:2024-06-01T00:00:00Z
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes-since=2024-06-01T00:00:00Z
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/changes-since-operator", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    if let Some((parameter, Since::Operator(operator))) = since(request) {
        ctx.invalid(
            Place::query(parameter),
            format!("{operator}: is an operator of version 2"),
        )
        .help("write the time alone: changes since then are listed");
    }
}
