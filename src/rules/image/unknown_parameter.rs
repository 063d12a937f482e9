use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::suggest::nearest;
use crate::view::image::{Known, PARAMETERS, known};

declare_rule! {
    /// A parameter that the image list does not have.
    ///
    /// ## What it does
    /// Reports parameters other than the seven filters, with the one that was probably meant.
    ///
    /// ## Why is this bad
    /// Parameters that are not known are ignored without a word, so the list is longer than meant.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes_since=2024-06-01T00:00:00Z
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?changes-since=2024-06-01T00:00:00Z
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/unknown-parameter", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    for parameter in &request.query {
        let Some(name) = parameter.name.known().filter(|name| known(name) == Known::No) else {
            continue;
        };
        let found = ctx.advise(
            Place::query_name(parameter),
            format!("unknown parameter {name:?}, which is ignored"),
        );
        match meant(name) {
            Some(meant) => found.help(format!("did you mean {meant:?}?")),
            None => found.help(format!("known parameters: {}", PARAMETERS.join(", "))),
        };
    }
}

fn meant(name: &str) -> Option<&'static str> {
    let letters = |text: &str| -> String {
        let kept = text.chars().filter(char::is_ascii_alphanumeric);
        kept.map(|c| c.to_ascii_lowercase()).collect()
    };
    let plain = letters(name);
    match &*plain {
        "minsize" | "sizegte" => return Some("size_min"),
        "maxsize" | "sizelte" => return Some("size_max"),
        "format" | "imageformat" => return Some("disk_format"),
        "container" => return Some("container_format"),
        "state" => return Some("status"),
        "since" => return Some("changes-since"),
        _ => {}
    }
    let plain = plain.strip_prefix("image").unwrap_or(&plain);
    let same = PARAMETERS.into_iter().find(|known| letters(known) == plain);
    same.or_else(|| nearest(name, PARAMETERS))
}
