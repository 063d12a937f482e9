use super::query::known;
use crate::declare_rule;
use crate::request::selector::{fields, fields_of, labels};
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// Selectors in a query can be read.
    ///
    /// ## What it does
    /// Reads `labelSelector` and `fieldSelector` of lists, watches and collections to delete as the server does: operators,
    /// labels and their values, and the fields by which objects of the kind can be selected.
    ///
    /// ## Why is this bad
    /// The server answers 400. Operators are written in lower case, and a comma at the end is taken in field selectors only.
    ///
    /// ## Example
    /// ```http,bad
    /// GET {{server}}/apis/apps/v1/deployments?labelSelector=app%20IN%20(a,b)&fieldSelector=spec.replicas%3D1
    /// ```
    /// Use instead:
    /// ```http,good
    /// GET {{server}}/apis/apps/v1/deployments?labelSelector=app%20in%20(a,b)&fieldSelector=metadata.name%3Dweb
    /// ```
    ///
    /// ## References
    /// - [Labels and selectors](https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/)
    /// - [Field selectors](https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/)
    id: "request/selector",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Request(&["kubernetes"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(call) = request.call().filter(|call| call.is_list()) else {
        return;
    };
    if let Some((selector, text)) = known(request, "labelSelector")
        && let Err(message) = labels(text)
    {
        ctx.invalid(Place::query(selector), message);
    }
    let supported = fields_of(call.kind.group, call.kind.kind);
    if let Some((selector, text)) = known(request, "fieldSelector")
        && let Err(message) = fields(text, supported)
    {
        let list = supported.join(", ");
        ctx.invalid(Place::query(selector), message)
            .help(format!("fields that select: {list}"));
    }
}
