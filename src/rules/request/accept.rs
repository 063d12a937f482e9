use crate::declare_rule;
use crate::request::kubernetes::Verb;
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// The answer is asked for in a form that the server writes.
    ///
    /// ## What it does
    /// Checks the header `Accept`: JSON, YAML, protobuf or anything, and of the forms `Table`, `PartialObjectMetadata` for
    /// single objects and `PartialObjectMetadataList` for lists, each with its group and version.
    ///
    /// ## Why is this bad
    /// The server answers 406 when no part of the header names anything that it can write. A watch is not written as YAML.
    ///
    /// ## Example
    /// ```http,bad
    /// GET {{server}}/apis/apps/v1/deployments
    /// Accept: application/xml
    /// ```
    /// Use instead:
    /// ```http,good
    /// GET {{server}}/apis/apps/v1/deployments
    /// Accept: application/json;as=Table;g=meta.k8s.io;v=v1, application/json
    /// ```
    ///
    /// ## References
    /// - [Kubernetes API concepts: alternate representations](https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources)
    id: "request/accept",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Request(&["kubernetes"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(call) = request.call() else { return };
    let Some(header) = request.header("Accept") else { return };
    let Some(text) = header.value.known().filter(|text| !text.is_empty()) else {
        return;
    };
    if call.verb == Verb::Connect {
        return;
    }
    if let Some(message) = refused(text, call.verb) {
        ctx.invalid(Place::header(header), message)
            .help("the server writes application/json, application/yaml and application/vnd.kubernetes.protobuf");
    }
}

const WRITTEN: [&str; 3] = [
    "application/json",
    "application/yaml",
    "application/vnd.kubernetes.protobuf",
];

/// Why no part of the header can be served.
fn refused(text: &str, verb: Verb) -> Option<String> {
    let name = |clause: &str| clause.split(';').next().unwrap_or_default().trim().to_owned();
    if !text
        .split(',')
        .map(name)
        .any(|name| name == "*/*" || WRITTEN.contains(&name.as_str()))
    {
        return Some(format!("the server writes nothing of the type {text:?}"));
    }
    let watch = verb == Verb::Watch;
    let mut clauses: Vec<_> = text.split(',').collect();
    // The most wanted first.
    clauses.sort_by(|a, b| quality(b).total_cmp(&quality(a)));
    let form = clauses.iter().find_map(|clause| {
        let name = name(clause);
        let json = matches!(name.as_str(), "*/*" | "application/*" | "application/json");
        if !json && !WRITTEN.contains(&name.as_str()) || watch && name == "application/yaml" {
            return None;
        }
        form(clause, name == "application/vnd.kubernetes.protobuf")
    });
    match form {
        None if watch => Some(format!("a watch is not written as {text:?}")),
        None => Some(format!("the server writes no such form: {text:?}")),
        Some("PartialObjectMetadata") if matches!(verb, Verb::List | Verb::DeleteCollection) => {
            Some("a list is asked for in the form of a single object".to_owned())
        }
        Some("PartialObjectMetadataList") if matches!(verb, Verb::Get | Verb::Create | Verb::Update | Verb::Patch) => {
            Some("a single object is asked for in the form of a list".to_owned())
        }
        Some(_) => None,
    }
}

/// The form that a clause asks for, empty for the plain one; none where the server has no such form.
fn form(clause: &str, protobuf: bool) -> Option<&str> {
    let parameter = |wanted: &str| {
        let mut parameters = clause.split(';').skip(1).filter_map(|one| one.trim().split_once('='));
        parameters
            .find(|(name, _)| *name == wanted)
            .map_or("", |(_, value)| value.trim())
    };
    let (form, group, version) = (parameter("as"), parameter("g"), parameter("v"));
    if !matches!(parameter("stream"), "" | "watch") {
        return None;
    }
    let plain = form.is_empty() && group.is_empty() && version.is_empty();
    let known = matches!(form, "Table" | "PartialObjectMetadata" | "PartialObjectMetadataList")
        && group == "meta.k8s.io"
        && matches!(version, "v1" | "v1beta1")
        && !(protobuf && form == "Table");
    (plain || known).then_some(form)
}

fn quality(clause: &str) -> f64 {
    let mut parameters = clause.split(';').skip(1).filter_map(|one| one.trim().split_once('='));
    let quality = parameters
        .find(|(name, _)| *name == "q")
        .map(|(_, value)| value.trim().parse());
    quality.and_then(Result::ok).unwrap_or(1.0)
}
