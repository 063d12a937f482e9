use crate::check::time::Zone;
use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::{Since, since};

declare_rule! {
    /// A time without a zone.
    ///
    /// ## What it does
    /// Reports `changes-since` without `Z` and without an offset.
    ///
    /// ## Why is this bad
    /// It is read as UTC, which may not be the time that was meant.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes-since=2024-06-01T00:00:00
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes-since=2024-06-01T00:00:00Z
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/changes-since-zone", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    if let Some((parameter, Since::Time(moment))) = since(request)
        && moment.zone == Zone::None
    {
        ctx.advise(Place::query(parameter), "without a zone the time is read as UTC")
            .help("add Z, or an offset");
    }
}
