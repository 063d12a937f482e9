use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::filter;

declare_rule! {
    /// A name that no image can have.
    ///
    /// ## What it does
    /// Checks that `name` has 1 to 128 letters, digits, Chinese characters, `-`, `.`, `_` and blanks, with no blank at
    /// either end.
    ///
    /// ## Why is this bad
    /// Images are not given other names, so the list is empty.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?name=web/base
    /// X-Auth-Token: {{token}}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?name=web-base
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/name", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some((parameter, name)) = filter(request, "name") else {
        return;
    };
    let count = name.chars().count();
    let is_known = |c: char| {
        c.is_ascii_alphanumeric()
            || "-._ *%".contains(c)
            || matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
    };
    let message = if count > 128 {
        format!("{count} characters, at most 128 are allowed")
    } else if let Some(other) = name.chars().find(|c| !is_known(*c)) {
        format!("{other:?} cannot be in a name")
    } else if name.trim() != name {
        "a name has no blank at its ends".to_owned()
    } else {
        return;
    };
    ctx.advise(Place::query(parameter), message)
        .help("1 to 128 letters, digits, Chinese characters, `-`, `.`, `_` and blanks");
}
