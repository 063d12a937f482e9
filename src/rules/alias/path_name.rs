use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::alias::{fault_of_name, is_sample};

declare_rule! {
    /// A path with a name that no alias can have.
    ///
    /// ## What it does
    /// Checks the name at the end of the path: 1 to 63 letters, digits, `_` and `-`, a letter first, a letter or digit
    /// last.
    ///
    /// ## Why is this bad
    /// No alias has another name that could be shown, changed or deleted.
    ///
    /// ## Example
    /// ```http,bad
    /// PUT https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases/2nd_
    /// Content-Type: application/json
    /// X-Auth-Token: {{token}}
    ///
    /// {"version": "v3"}
    /// ```
    /// ```http,good
    /// PUT https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases/second
    /// Content-Type: application/json
    /// X-Auth-Token: {{token}}
    ///
    /// {"version": "v3"}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference and user guide, version aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/path-name", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["functiongraph"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(part) = request.argument("alias_name").filter(|part| !is_sample(&part.text)) else {
        return;
    };
    if let Some(fault) = part.known().and_then(|name| fault_of_name(name, 63)) {
        ctx.invalid(Place::path("alias_name", part), fault)
            .help("1 to 63 letters, digits, `_` and `-`; a letter first, a letter or digit last");
    }
}
