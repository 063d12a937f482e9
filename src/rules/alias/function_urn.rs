use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::alias::{Urn, is_sample};

declare_rule! {
    /// A path whose function URN cannot be read.
    ///
    /// ## What it does
    /// Checks that the path names the function as `urn:fss:REGION:PROJECT:function:PACKAGE:NAME`, with or without a
    /// version at the end.
    ///
    /// ## Why is this bad
    /// The service finds the function by its URN, and refuses other texts.
    ///
    /// ## Example
    /// ```http,bad
    /// POST https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/orders/aliases
    /// Content-Type: application/json
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
    id: "alias/function-urn", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["functiongraph"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(part) = request.argument("function_urn").filter(|part| !is_sample(&part.text)) else {
        return;
    };
    let Some(text) = part.known() else { return };
    if let Err(fault) = Urn::parse(text) {
        ctx.invalid(Place::path("function_urn", part), format!("{text:?} {fault}"))
            .help("such as urn:fss:cn-north-4:PROJECT:function:default:NAME");
    }
}
