use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::request::kubernetes::{Target, Verb};
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// A request's path is one that the server has.
    ///
    /// ## What it does
    /// Looks the path of a request to a Kubernetes server up: group, version, resource by its plural name, with a namespace
    /// where the kind has one and without where it has none, and the subresource. A name may be neither `.` nor `..` and may
    /// not contain a percent sign.
    ///
    /// ## Why is this bad
    /// The server answers 404 to a path that it does not have, whatever is stored, and 400 to names that can be no part of a
    /// path.
    ///
    /// ## Example
    /// ```http,bad
    /// GET {{server}}/apis/apps/v1/namespaces/default/deployment/web
    /// ```
    /// Use instead:
    /// ```http,good
    /// GET {{server}}/apis/apps/v1/namespaces/default/deployments/web
    /// ```
    ///
    /// ## References
    /// - [Kubernetes API concepts: resource URIs](https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris)
    id: "request/path",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Request(&["kubernetes"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    if let Some(Target::NoPath(at, near)) = &request.target {
        let Some(segment) = request.segments.get(*at) else {
            return;
        };
        let Some(text) = segment.known() else { return };
        let place = if segment.span.start == segment.span.end {
            Place::url(request)
        } else {
            let core = request.segments.first().is_some_and(|first| first.text == "api");
            let part = match (at, core) {
                (1, false) => "group",
                (1, true) | (2, false) => "version",
                _ => "resource",
            };
            Place::path(part, segment)
        };
        let found = ctx.error(
            place,
            Reason::FieldValueNotFound,
            format!("the server has no such path: it knows no {text:?} there"),
        );
        if let Some(near) = near {
            found.help(format!("did you mean {near:?}?"));
        }
        return;
    }
    if let Some(broken) = request.segments.iter().find(|segment| segment.broken) {
        ctx.invalid(Place::path("name", broken), "a percent sign that begins no escape");
        return;
    }
    let Some(call) = request.call() else { return };
    if let Some(name) = call.name.map(|at| &request.segments[at])
        && let Some(text) = name.known()
        && (matches!(text, "." | "..") || text.contains('%'))
    {
        ctx.invalid(
            Place::path("name", name),
            format!("no object can have the name {text:?}"),
        )
        .help("a name is neither . nor .., and has no percent sign");
    }
    if let Some(namespace) = call.namespace.map(|at| &request.segments[at]) {
        if namespace.text.is_empty() && call.verb == Verb::Create {
            let place = Place::new("path.namespace".to_owned(), request.url.span);
            ctx.required(place, "the namespace is empty");
        } else if matches!(&*namespace.text, "." | "..") {
            ctx.invalid(Place::path("namespace", namespace), "no namespace can have this name");
        }
    }
}
