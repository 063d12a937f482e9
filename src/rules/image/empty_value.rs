use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// A filter without a value.
    ///
    /// ## What it does
    /// Reports parameters whose value is empty.
    ///
    /// ## Why is this bad
    /// It is either ignored or matches nothing; both are hardly meant.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?status=
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?status=active
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/empty-value", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    for parameter in request.query.iter().filter(|parameter| parameter.value.text.is_empty()) {
        ctx.advise(
            Place::query(parameter),
            format!("{:?} has no value", parameter.name.text),
        )
        .help("give it a value, or remove it");
    }
}
