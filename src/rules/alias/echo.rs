use crate::declare_rule;
use crate::json_schema::to_json;
use crate::request::Part;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::Field;
use serde_json::Value;

declare_rule! {
    /// An answer that does not repeat the request.
    ///
    /// ## What it does
    /// Compares name, version and both splits of a request with the answer beside it.
    ///
    /// ## Why is this bad
    /// The service answers with the alias as it is now; another one belongs to another request.
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
    /// {"name": "stable", "version": "v2", "description": "", "last_modified": "2024-06-11 08:31:02", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!stable", "additional_version_weights": {}, "additional_version_strategy": {}}
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
    id: "alias/echo", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["functiongraph"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let asks = request.route.is_some_and(|route| route.body.is_some());
    let (Some(body), Some(answer)) = (ctx.body().filter(|_| asks), ctx.answer()) else {
        return;
    };
    let is_alias = !answer.get("alias_urn").is_absent() || !answer.get("name").is_absent();
    if !is_alias || request.response.as_ref().is_some_and(|response| response.is_bad()) {
        return;
    }
    for name in [
        "name",
        "version",
        "additional_version_weights",
        "additional_version_strategy",
    ] {
        let (asked, said) = (body.get(name), answer.get(name));
        let path_name = request
            .argument("alias_name")
            .filter(|_| name == "name")
            .and_then(Part::known);
        let wanted = match path_name {
            Some(text) => Some(Value::from(text)),
            None if name == "name" && asked.is_absent() => continue,
            None => value(asked),
        };
        if [asked, said]
            .iter()
            .any(|field| field.scalar().is_some_and(crate::request::has_placeholder))
            || wanted == value(said)
        {
            continue;
        }
        let place = Place::new(format!("response.body.{name}"), said.span());
        ctx.advise(place, format!("{name} is not what the request asks for"))
            .related(asked.span(), "the request");
    }
}

/// A value to compare: nothing, null and an empty map are the same.
fn value(field: Field<'_>) -> Option<Value> {
    field.node().filter(|_| !field.is_empty()).map(to_json)
}
