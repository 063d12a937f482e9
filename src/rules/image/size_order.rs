use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::{filter, size};

declare_rule! {
    /// A least size above the greatest.
    ///
    /// ## What it does
    /// Compares `size_min` with `size_max`.
    ///
    /// ## Why is this bad
    /// No image can be in between; the service says nothing and lists none.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?size_min=2147483648&size_max=1073741824
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?size_min=1073741824&size_max=2147483648
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/size-order", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let sizes = size(request, "size_min").zip(size(request, "size_max"));
    let Some((min, max)) = sizes.filter(|(min, max)| min > max) else {
        return;
    };
    if let Some(((low, _), (high, _))) = filter(request, "size_min").zip(filter(request, "size_max")) {
        ctx.advise(
            Place::query(low),
            format!("no image is larger than {min} and smaller than {max}"),
        )
        .related(high.span, "the greatest size")
        .help("swap the two");
    }
}
