use crate::declare_rule;
use crate::request::has_placeholder;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// The list of images of an API that is given up.
    ///
    /// ## What it does
    /// Reports every request for `/v1.1/images/detail`, and gives the one that replaces it.
    ///
    /// ## Why is this bad
    /// The call is abandoned and not recommended, and does not list images of Windows; `GET /v2/images` does.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?status=active&changes-since=2024-06-01T00:00:00Z
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v2/images?status=active
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/deprecated", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let mut query = Vec::new();
    let mut lost = Vec::new();
    for parameter in &request.query {
        let value = escape(&parameter.value.text);
        match &*parameter.name.text {
            name @ ("name" | "container_format" | "disk_format" | "status") => query.push(format!("{name}={value}")),
            "changes-since" => query.push(format!("updated_at=gte:{value}")),
            name @ ("size_min" | "size_max") => lost.push(name),
            _ => {}
        }
    }
    query.dedup();
    lost.dedup();
    let target = if query.is_empty() {
        "/v2/images".to_owned()
    } else {
        format!("/v2/images?{}", query.join("&"))
    };
    let mut help = format!("use GET {target}, or /v2/cloudimages for the listing of the vendor");
    if !lost.is_empty() {
        help.push_str(&format!(
            "; nothing stands for {}: filter by size on the client",
            lost.join(" and ")
        ));
    }
    ctx.advise(
        Place::url(request),
        "version 1.1 of the image list is given up and leaves out images of Windows",
    )
    .help(help);
}

/// A value as it stands in a URL; the part that is filled in later stays as it is.
fn escape(text: &str) -> String {
    if has_placeholder(text) {
        return text.to_owned();
    }
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' | b':' => {
                escaped.push(char::from(byte));
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}
