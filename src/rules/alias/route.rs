use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// A method and a path that ask for nothing.
    ///
    /// ## What it does
    /// Checks that requests about aliases have a method that the path takes: GET and POST for all aliases of a
    /// function, GET, PUT and DELETE for one.
    ///
    /// ## Why is this bad
    /// The service has no such operation; creating an alias is POST to `.../aliases`, without a name at the end.
    ///
    /// ## Example
    /// ```http,bad
    /// POST https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases/stable
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
    id: "alias/route", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["functiongraph"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(service) = request.service.filter(|_| request.route.is_none()) else {
        return;
    };
    if request.method.known().is_none() {
        return;
    }
    let path = match &*request.segments {
        [whole @ .., last] if last.text.is_empty() => whole,
        whole => whole,
    };
    let methods = service.methods(path);
    if methods.is_empty() {
        ctx.invalid(Place::url(request), "there is nothing at this path")
            .help("paths end in /aliases or in /aliases/NAME");
        return;
    }
    let message = format!("the path does not take {}", request.method.text);
    let help = if request.method.text == "POST" {
        "an alias is created at /aliases, without its name; PUT changes the one of this name".to_owned()
    } else {
        format!("it takes {}", methods.join(", "))
    };
    ctx.invalid(Place::method(request), message).help(help);
}
