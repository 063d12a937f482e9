use crate::declare_rule;
use crate::request::kubernetes::Target;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// A request's method is one that its path takes.
    ///
    /// ## What it does
    /// Compares the method with the path of a request to a Kubernetes server: collections take GET, POST and DELETE, objects
    /// GET, PUT, PATCH and DELETE, most subresources GET, PUT and PATCH, and some of them, as reviews, POST alone.
    ///
    /// ## Why is this bad
    /// The server answers 405: the method is not allowed on the resource. HEAD and OPTIONS never are.
    ///
    /// ## Example
    /// ```http,bad
    /// PUT {{server}}/apis/apps/v1/namespaces/default/deployments
    /// Content-Type: application/json
    ///
    /// {"metadata": {"name": "web"}}
    /// ```
    /// Use instead the path of the object, or POST:
    /// ```http,good
    /// GET {{server}}/apis/apps/v1/namespaces/default/deployments/web
    /// ```
    ///
    /// ## References
    /// - [Kubernetes API concepts](https://kubernetes.io/docs/reference/using-api/api-concepts/)
    id: "request/method",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Request(&["kubernetes"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(Target::NoMethod(known)) = &request.target else {
        return;
    };
    let Some(method) = request.method.known() else { return };
    ctx.not_supported(Place::method(request), method, known);
}
