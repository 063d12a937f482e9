use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// A body that is not sent as JSON.
    ///
    /// ## What it does
    /// Checks that requests with a body have `Content-Type: application/json`, with or without a charset. Where no
    /// headers are written at all, none is missed.
    ///
    /// ## Why is this bad
    /// The service reads bodies as JSON only.
    ///
    /// ## Example
    /// ```http,bad
    /// POST https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases
    /// Content-Type: text/plain
    /// X-Auth-Token: {{token}}
    ///
    /// {"name": "stable", "version": "v3"}
    /// ```
    /// ```http,good
    /// POST https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases
    /// Content-Type: application/json
    /// X-Auth-Token: {{token}}
    ///
    /// {"name": "stable", "version": "v3"}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference and user guide, version aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/content-type", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["functiongraph"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let has_body = request.route.is_some_and(|route| route.body.is_some());
    if !has_body || !request.headers_written || request.headers.is_empty() {
        return;
    }
    let Some(header) = request.header("Content-Type") else {
        ctx.required(
            Place::missing_header(request, "Content-Type"),
            "nothing says that the body is JSON",
        )
        .help("add Content-Type: application/json");
        return;
    };
    let Some(text) = header.value.known() else { return };
    let (kind, parameter) = text.split_once(';').unwrap_or((text, "charset="));
    let is_charset = parameter.trim().to_ascii_lowercase().starts_with("charset=");
    if !kind.trim().eq_ignore_ascii_case("application/json") || !is_charset {
        ctx.not_supported(Place::header(header), text, &["application/json"]);
    }
}
