use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// A filter that stands twice.
    ///
    /// ## What it does
    /// Reports parameters that are given more than once.
    ///
    /// ## Why is this bad
    /// One of the values is ignored.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?status=active&status=queued
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?status=active
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/repeated-parameter", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    for (index, parameter) in request.query.iter().enumerate() {
        let first = request.query[..index]
            .iter()
            .find(|other| other.name.text == parameter.name.text);
        // The items of a list share their name, and `image/value-type` reports the list.
        if let Some(first) = first.filter(|first| first.name.span != parameter.name.span) {
            ctx.advise(
                Place::query_name(parameter),
                format!("{:?} stands twice", parameter.name.text),
            )
            .related(first.span, "the first")
            .help("keep one of them");
        }
    }
}
