use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::alias::is_sample;

declare_rule! {
    /// A token in a file.
    ///
    /// ## What it does
    /// Reports an `X-Auth-Token` that is long and does not look like a placeholder.
    ///
    /// ## Why is this bad
    /// Whoever can read the file can act as its author until the token expires.
    ///
    /// ## Example
    /// ```http,bad
    /// POST https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases
    /// Content-Type: application/json
    /// X-Auth-Token: MIIPAgYJKoZIhvcNAQcCoIIO8zCCDu8CAQExDTALBglghkgBZQMEAgEwgg
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
    id: "alias/secret", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["functiongraph"], check),
}

/// The least length of what can be a token.
const MIN: usize = 32;

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(header) = request.header("X-Auth-Token") else {
        return;
    };
    let known = header.value.known().filter(|text| !is_sample(text));
    if known.is_some_and(looks_real) {
        ctx.advise(Place::header(header), "this looks like a real token")
            .help("keep tokens out of files: write {{token}}, and set it elsewhere");
    }
}

/// Letters of both cases and digits in a row, or hex digits: words of people have blanks, dashes or dots.
fn looks_real(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_');
    text.len() >= MIN && text.bytes().all(known) && text.bytes().any(|byte| byte.is_ascii_digit())
}
