use super::query::{integer, is_unsigned, known};
use crate::check::base64;
use crate::declare_rule;
use crate::request::kubernetes::Verb;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// The parameters of a list, of a watch and of a collection to delete go together.
    ///
    /// ## What it does
    /// Checks `limit`, `timeoutSeconds`, `continue`, `resourceVersion`, `resourceVersionMatch` and `sendInitialEvents`: their
    /// values, and which of them may stand beside which. `resourceVersionMatch` needs a `resourceVersion` in a list, and
    /// `sendInitialEvents` in a watch; initial events need `resourceVersionMatch=NotOlderThan`, and are for watches only.
    ///
    /// ## Why is this bad
    /// The server answers 400 or 422. Of a parameter that is given twice, the first counts.
    ///
    /// ## Example
    /// ```http,bad
    /// GET {{server}}/apis/apps/v1/deployments?limit=&resourceVersionMatch=NotOlderThan
    /// ```
    /// Use instead:
    /// ```http,good
    /// GET {{server}}/apis/apps/v1/deployments?limit=500&resourceVersion=0&resourceVersionMatch=NotOlderThan
    /// ```
    ///
    /// ## References
    /// - [Kubernetes API concepts: resource versions](https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions)
    id: "request/list",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Request(&["kubernetes"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(call) = request.call().filter(|call| call.is_list()) else {
        return;
    };
    integer(request, "limit", ctx);
    integer(request, "timeoutSeconds", ctx);
    let version = match request.parameter("resourceVersion") {
        None => Some(""),
        Some(_) => known(request, "resourceVersion").map(|(_, text)| text),
    };
    if let (Some(text), Some(parameter)) = (version, request.parameter("resourceVersion"))
        && !text.is_empty()
        && !is_unsigned(text)
    {
        ctx.invalid(Place::query(parameter), format!("{text:?} is no resource version"));
    }
    if call.verb == Verb::Watch {
        watch(request, version, ctx);
    } else {
        list(request, version, ctx);
    }
}

fn list(request: &Request<'_>, version: Option<&str>, ctx: &mut Context<'_>) {
    let next = known(request, "continue").filter(|(_, text)| !text.is_empty());
    if let Some((how, text)) = known(request, "resourceVersionMatch").filter(|(_, text)| !text.is_empty()) {
        if version == Some("") {
            ctx.forbidden(Place::query(how), "resourceVersionMatch without a resourceVersion");
        }
        if let Some((next, _)) = next {
            ctx.forbidden(Place::query(how), "resourceVersionMatch beside continue")
                .related(next.span, "the continued list has its version already");
        }
        if !matches!(text, "Exact" | "NotOlderThan") {
            ctx.not_supported(Place::query(how), text, &["Exact", "NotOlderThan"]);
        } else if text == "Exact" && version == Some("0") {
            ctx.forbidden(Place::query(how), "no list is exactly of the version 0");
        }
    } else if let Some((next, text)) = next {
        if !is_token(text) {
            ctx.invalid(
                Place::query(next),
                format!("{text:?} is no token to continue a list with"),
            )
            .help("take it as it is from metadata.continue of the list before");
        } else if version.is_some_and(|version| !matches!(version, "" | "0")) {
            ctx.invalid(
                Place::query(next),
                "a list cannot be continued at another resourceVersion",
            );
        }
    }
    if let Some(events) = request.parameter("sendInitialEvents") {
        ctx.forbidden(Place::query(events), "only a watch sends initial events")
            .help("add watch=true, or remove it: even false is refused");
    }
}

/// Whether a text can be a token that a server gave out: URL-safe base64 without padding, and JSON inside.
fn is_token(text: &str) -> bool {
    if text.contains(['+', '/', '=']) {
        return false;
    }
    let mut standard = text.replace('-', "+").replace('_', "/");
    while !standard.len().is_multiple_of(4) {
        standard.push('=');
    }
    let token = base64::decode(&standard).and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let token: serde_json::Value = token.unwrap_or_default();
    token["v"] == "meta.k8s.io/v1" && token["start"].as_str().is_some_and(|start| !start.is_empty())
}

fn watch(request: &Request<'_>, version: Option<&str>, ctx: &mut Context<'_>) {
    let events = request.parameter("sendInitialEvents");
    let how = known(request, "resourceVersionMatch").filter(|(_, text)| !text.is_empty());
    match (how, events) {
        (Some((how, text)), None) => {
            ctx.forbidden(
                Place::query(how),
                "resourceVersionMatch in a watch without sendInitialEvents",
            );
            if text != "NotOlderThan" {
                ctx.not_supported(Place::query(how), text, &["NotOlderThan"]);
            }
        }
        (Some((how, text)), Some(events)) if text != "NotOlderThan" => {
            ctx.not_supported(Place::query(how), text, &["NotOlderThan"])
                .related(events.span, "initial events need it");
        }
        (None, Some(events))
            if request
                .parameter("resourceVersionMatch")
                .is_none_or(|how| how.value.text.is_empty()) =>
        {
            ctx.forbidden(
                Place::query(events),
                "sendInitialEvents without resourceVersionMatch=NotOlderThan",
            );
        }
        _ => {}
    }
    if let Some((next, text)) = known(request, "continue")
        && !text.is_empty()
        && (how.is_some() || events.is_some() || version.is_some_and(|version| matches!(version, "" | "0")))
    {
        ctx.forbidden(Place::query(next), "a watch cannot be continued");
    }
}
