use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::alias::{Urn, aliases_of};

declare_rule! {
    /// An alias of another function than the one asked for.
    ///
    /// ## What it does
    /// Compares `alias_urn` in an answer with the function in the path of the request.
    ///
    /// ## Why is this bad
    /// The service answers with aliases of that function only.
    ///
    /// ## Example
    /// ```http,bad
    /// POST https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases
    /// Content-Type: application/json
    /// X-Auth-Token: {{token}}
    ///
    /// {"name": "stable", "version": "v3"}
    ///
    /// HTTP/1.1 200 OK
    /// Content-Type: application/json
    ///
    /// {"name": "stable", "version": "v3", "description": "", "last_modified": "2024-06-11 08:31:02", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:bills:!stable", "additional_version_weights": {}, "additional_version_strategy": {}}
    /// ```
    /// ```http,good
    /// POST https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases
    /// Content-Type: application/json
    /// X-Auth-Token: {{token}}
    ///
    /// {"name": "stable", "version": "v3"}
    ///
    /// HTTP/1.1 200 OK
    /// Content-Type: application/json
    ///
    /// {"name": "stable", "version": "v3", "description": "", "last_modified": "2024-06-11 08:31:02", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!stable", "additional_version_weights": {}, "additional_version_strategy": {}}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference and user guide, version aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/answer-function", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["functiongraph"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let (Some(part), Some(answer)) = (request.argument("function_urn"), ctx.answer()) else {
        return;
    };
    let Some(asked) = part.known().and_then(|text| Urn::parse(text).ok()) else {
        return;
    };
    for field in aliases_of(answer).map(|alias| alias.get("alias_urn")) {
        let said = field.str().and_then(|text| Urn::parse(text).ok());
        if let Some(said) = said.filter(|said| said.function != asked.function) {
            let place = Place::new("response.body.alias_urn".to_owned(), field.span());
            ctx.invalid(place, format!("{} is not the function of the request", said.function))
                .related(part.span, "the function of the request");
        }
    }
}
