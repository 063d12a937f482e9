use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::request::kubernetes::{Call, Verb};
use crate::request::{Context, Part, Place, Request, has_placeholder};
use crate::rule::Run;
use crate::view::Field;
use crate::yaml::Kind;

use super::query::is_unsigned;

declare_rule! {
    /// The object in a request is of the kind, and has the name and namespace, that its path says.
    ///
    /// ## What it does
    /// Checks that a body that is created or put is there and can be read in its content type, and compares `apiVersion`,
    /// `kind`, `metadata.name` and `metadata.namespace` with the path. The first two may be missing, and so may the namespace;
    /// what is put has to repeat its name. Nothing new may have a resource version. All else about the object is judged by
    /// the rules of its kind, with unknown fields as errors only where the request says `fieldValidation=Strict`.
    ///
    /// ## Why is this bad
    /// The server answers 400, and 500 to a resource version that it does not expect.
    ///
    /// ## Example
    /// ```http,bad
    /// POST {{server}}/api/v1/namespaces/default/configmaps
    /// Content-Type: application/json
    ///
    /// {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "team-a"}}
    /// ```
    /// Use instead:
    /// ```http,good
    /// POST {{server}}/api/v1/namespaces/team-a/configmaps
    /// Content-Type: application/json
    ///
    /// {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "team-a"}}
    /// ```
    ///
    /// ## References
    /// - [Kubernetes API concepts](https://kubernetes.io/docs/reference/using-api/api-concepts/)
    id: "request/body",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Request(&["kubernetes"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(call) = request.call().filter(|call| call.has_body()) else {
        return;
    };
    if request.encoding(call).is_none() && request.headers_written {
        return;
    }
    if request.body.is_none() {
        ctx.required(Place::body(request), "the request has no body");
        return;
    }
    let Some(body) = ctx.body().filter(|_| call.verb != Verb::Patch) else {
        return;
    };
    if body.is_set() && body.node().is_some_and(|node| node.kind() != Kind::Map) {
        ctx.field(body, Reason::FieldValueTypeInvalid, "the body is no object");
        return;
    }
    names_kind(body, call, ctx);
    in_namespace(body.get("metadata").get("namespace"), request, call, ctx);
    has_name(body, request, call, ctx);
    of_version(body, request, call, ctx);
    if call.verb == Verb::Update && call.below.is_empty() && call.kind.kind == "Job" {
        let selector = body.get("spec").get("selector");
        if selector.is_absent() {
            ctx.field(
                selector,
                Reason::FieldValueRequired,
                "a job that is put needs its selector",
            )
            .help("the server fills it in only when it creates the job");
        }
    }
}

/// Whether a body is of the kind that the path says; the server refuses all others at once.
pub(crate) fn is_of_kind(body: Field<'_>, call: &Call) -> bool {
    let fits = |field: Field<'_>, wanted: &str| field.str_or("").is_some_and(|text| text.is_empty() || text == wanted);
    let old_eviction = call.below == "eviction" && body.get("apiVersion").str() == Some("policy/v1beta1");
    fits(body.get("kind"), call.gvk().kind) && (fits(body.get("apiVersion"), &call.api_version()) || old_eviction)
}

fn names_kind(body: Field<'_>, call: &Call, ctx: &mut Context<'_>) {
    let (version, kind) = (call.api_version(), call.gvk().kind);
    for (field, wanted) in [(body.get("apiVersion"), version.as_str()), (body.get("kind"), kind)] {
        if field.is_wrong() || field.is_absent() {
            continue;
        }
        let Some(text) = field.str() else {
            ctx.field(
                field,
                Reason::FieldValueTypeInvalid,
                format!("{} is no text", field.name()),
            );
            continue;
        };
        let old_eviction = call.below == "eviction" && text == "policy/v1beta1";
        if !text.is_empty() && text != wanted && !old_eviction && !has_placeholder(text) {
            ctx.field(
                field,
                Reason::UnknownKind,
                format!("{text:?} is sent to where {wanted} is wanted"),
            )
            .help(format!("write {wanted}, or leave it out"));
        }
    }
}

/// The namespace in the object is that of the path, or empty.
pub(super) fn in_namespace(field: Field<'_>, request: &Request<'_>, call: &Call, ctx: &mut Context<'_>) {
    let path = call.namespace.map(|at| &request.segments[at]);
    let (Some(path), Some(text)) = (path, field.str().filter(|text| !text.is_empty())) else {
        return;
    };
    is_of_path("namespace", field, text, path, ctx);
}

fn has_name(body: Field<'_>, request: &Request<'_>, call: &Call, ctx: &mut Context<'_>) {
    let field = body.get("metadata").get("name");
    let Some(path) = call.name.map(|at| &request.segments[at]) else {
        if call.kind.kind == "Binding" && field.str_or("") == Some("") {
            ctx.field(field, Reason::FieldValueRequired, "the pod's name is missing");
        }
        return;
    };
    let Some(text) = field.str_or("") else { return };
    if text.is_empty() {
        if call.below != "token" {
            ctx.field(
                field,
                Reason::FieldValueRequired,
                "the name of the path is missing in the body",
            );
        }
        return;
    }
    same_name(field, text, path, ctx);
}

pub(super) fn same_name(field: Field<'_>, text: &str, path: &Part<'_>, ctx: &mut Context<'_>) {
    is_of_path("name", field, text, path, ctx);
}

fn is_of_path(what: &str, field: Field<'_>, text: &str, path: &Part<'_>, ctx: &mut Context<'_>) {
    let Some(wanted) = path.known() else { return };
    if text != wanted && !has_placeholder(text) {
        ctx.field(
            field,
            Reason::FieldValueInvalid,
            format!("the {what} {text:?} is not that of the path, {wanted:?}"),
        )
        .related(path.span, format!("the {what} of the path"));
    }
}

fn of_version(body: Field<'_>, request: &Request<'_>, call: &Call, ctx: &mut Context<'_>) {
    let field = body.get("metadata").get("resourceVersion");
    let Some(text) = field.str_or("") else { return };
    if call.verb == Verb::Update && is_guarded(call) && matches!(text, "" | "0") {
        let message = "an object of this kind is put with the resource version that it replaces";
        ctx.field(field, Reason::FieldValueInvalid, message)
            .help("take it from the object as it was read");
        return;
    }
    if text.is_empty() {
        return;
    }
    let is_number = is_unsigned(text);
    if call.verb == Verb::Create {
        let is_set = text.parse::<u64>().is_ok_and(|version| version != 0);
        // A dry run does not come as far as the store, which minds.
        let dry = request.parameters("dryRun").any(|one| one.value.text == "All");
        if is_set && !dry && call.below.is_empty() && !call.kind.create_only {
            ctx.field(field, Reason::FieldValueForbidden, "nothing new has a resource version")
                .help("remove it");
        }
    } else if !is_number {
        ctx.field(
            field,
            Reason::FieldValueInvalid,
            format!("{text:?} is no resource version"),
        );
    }
}

/// Whether the server replaces objects of the kind only for somebody who has seen the last version of it.
fn is_guarded(call: &Call) -> bool {
    let own = matches!(call.below.as_str(), "" | "status");
    let kinds: &[&str] = match call.kind.group {
        "admissionregistration.k8s.io" => return own,
        "apiextensions.k8s.io" => &["CustomResourceDefinition"],
        "apiregistration.k8s.io" => &["APIService"],
        "coordination.k8s.io" => &["Lease"],
        "node.k8s.io" => &["RuntimeClass"],
        "policy" => &["PodDisruptionBudget"],
        "storage.k8s.io" => &["CSIDriver", "CSINode", "CSIStorageCapacity", "VolumeAttachment"],
        _ => &[],
    };
    own && kinds.contains(&call.kind.kind)
}
