use super::query::{integer, known};
use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// The parameters of a pod's log have values that the server takes.
    ///
    /// ## What it does
    /// Checks `tailLines`, `limitBytes`, `sinceSeconds` and `sinceTime` of a request for the log of a pod, of the last two of
    /// which only one may be there.
    ///
    /// ## Why is this bad
    /// The server answers 400 or 422, whether there is such a pod or not.
    ///
    /// ## Example
    /// ```http,bad
    /// GET {{server}}/api/v1/namespaces/default/pods/web/log?tailLines=-1&sinceSeconds=0
    /// ```
    /// Use instead:
    /// ```http,good
    /// GET {{server}}/api/v1/namespaces/default/pods/web/log?tailLines=100&sinceSeconds=3600
    /// ```
    ///
    /// ## References
    /// - [Pod API: read log](https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod)
    id: "request/log",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Request(&["kubernetes"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    if request.call().is_none_or(|call| call.below != "log") {
        return;
    }
    for (name, least) in [("tailLines", 0), ("limitBytes", 1), ("sinceSeconds", 1)] {
        if integer(request, name, ctx).is_some_and(|number| number < least)
            && let Some(parameter) = request.parameter(name)
        {
            ctx.invalid(Place::query(parameter), format!("must be at least {least}"));
        }
    }
    if let Some((time, text)) = known(request, "sinceTime") {
        if !text.is_empty() && !crate::check::time::is_rfc3339(text) {
            ctx.invalid(Place::query(time), format!("{text:?} is no time of RFC 3339"));
        }
        if let Some(seconds) = request.parameter("sinceSeconds") {
            ctx.forbidden(Place::query(time), "may not be given beside sinceSeconds")
                .related(seconds.span, "the other of the two");
        }
    }
    if let Some(stream) = request.parameter("stream") {
        ctx.forbidden(
            Place::query(stream),
            "streams cannot be told apart on a server with its defaults",
        );
    }
}
