use crate::declare_rule;
use crate::diagnostic::Severity;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// Another method than GET on the image list.
    ///
    /// ## What it does
    /// Checks that the list is asked for with GET, without a body, and that nothing follows in the path; of the last
    /// two it warns.
    ///
    /// ## Why is this bad
    /// The path takes GET only, and reads no body.
    ///
    /// ## Example
    /// ```http,bad
    /// POST https://ims.cn-north-4.example.com/v1.1/images/detail
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/method", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    if let Some(method) = request.method.known().filter(|method| *method != "GET") {
        ctx.not_supported(Place::method(request), method, &["GET"]);
    } else if request.body.is_some() {
        ctx.advise(Place::body(request), "nobody reads the body of this request")
            .help("write filters into the query")
            .severity = Severity::Warning;
    }
    if let Some(part) = request.segments.get(3).filter(|part| !part.text.is_empty()) {
        ctx.advise(
            Place::path("rest", part),
            format!("nothing follows detail in the path, but {:?} does", part.text),
        )
        .help("the list has no id and no project")
        .severity = Severity::Warning;
    }
}
