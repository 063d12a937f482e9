use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::alias::Urn;

declare_rule! {
    /// A path that names an alias in place of a function.
    ///
    /// ## What it does
    /// Reports URNs in paths whose last part begins with `!`.
    ///
    /// ## Why is this bad
    /// Aliases belong to functions; an alias has none.
    ///
    /// ## Example
    /// ```http,bad
    /// POST https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!stable/aliases
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
    id: "alias/urn-of-alias", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["functiongraph"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(part) = request.argument("function_urn") else {
        return;
    };
    let urn = part.known().and_then(|text| Urn::parse(text).ok());
    if let Some((urn, last)) = urn
        .and_then(|urn| Some((urn, urn.last?)))
        .filter(|(_, last)| last.starts_with('!'))
    {
        ctx.invalid(
            Place::path("function_urn", part),
            format!("{last} is an alias, not a version of the function"),
        )
        .help(format!("name the function: {}", urn.function));
    }
}
