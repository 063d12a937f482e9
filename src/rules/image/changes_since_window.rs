use crate::check::time;
use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::{Since, since};

declare_rule! {
    /// A time in the future, or long ago.
    ///
    /// ## What it does
    /// Reports `changes-since` that lies ahead, or more than ten years back.
    ///
    /// ## Why is this bad
    /// Nothing has changed since a time to come, and nearly everything since one so long ago.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes-since=2924-06-01T00:00:00Z
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes-since=2024-06-01T00:00:00Z
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/changes-since-window", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some((parameter, Since::Time(moment))) = since(request) else {
        return;
    };
    let now = time::now();
    if moment.micros > now {
        ctx.advise(
            Place::query(parameter),
            "nothing can have changed since a time in the future",
        );
    } else if moment.micros < now - 10 * 365 * time::DAY - 3 * time::DAY {
        ctx.advise(Place::query(parameter), "the time is more than ten years ago");
    }
}
