use crate::declare_rule;
use crate::request::kubernetes::{Encoding, PatchType, Verb};
use crate::request::{Context, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// A body is sent under a content type that the server reads.
    ///
    /// ## What it does
    /// Checks the header `Content-Type` of requests with a body: JSON, YAML or protobuf for objects, where JSON is taken when
    /// there is none, and one of the four types of patches, letter by letter, for patches.
    ///
    /// ## Why is this bad
    /// The server answers 415 to everything else, `text/yaml` and `application/x-yaml` included.
    ///
    /// ## Example
    /// ```http,bad
    /// PATCH {{server}}/apis/apps/v1/namespaces/default/deployments/web
    /// Content-Type: application/json
    ///
    /// {"spec": {"replicas": 3}}
    /// ```
    /// Use instead:
    /// ```http,good
    /// PATCH {{server}}/apis/apps/v1/namespaces/default/deployments/web
    /// Content-Type: application/merge-patch+json
    ///
    /// {"spec": {"replicas": 3}}
    /// ```
    ///
    /// ## References
    /// - [Kubernetes API concepts: patches](https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply)
    id: "request/content-type",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Request(&["kubernetes"], check),
}

const PATCHES: [&str; 4] = [
    "application/merge-patch+json",
    "application/json-patch+json",
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
];

const OBJECTS: [&str; 2] = ["application/json", "application/yaml"];

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(call) = request.call() else { return };
    let header = request.header("Content-Type");
    if header.is_some_and(|header| header.value.known().is_none()) || header.is_none() && !request.headers_written {
        return;
    }
    let place = || header.map_or_else(|| Place::missing_header(request, "Content-Type"), Place::header);
    let text = header.map_or("", |header| &header.value.text);
    match call.verb {
        Verb::Patch => {
            // Nobody but the server's own kinds merges a scale as it is written.
            let strategic = PatchType::of(header) == Some(PatchType::Strategic) && call.below == "scale";
            let twice = text
                .split(';')
                .nth(1)
                .is_some_and(|parameters| parameters.contains(','));
            if text.is_empty() {
                let list = PATCHES.join(", ");
                ctx.required(place(), "a patch needs a content type")
                    .help(format!("one of {list}"));
            } else if PatchType::of(header).is_none() || strategic || twice {
                ctx.not_supported(place(), text, &PATCHES[..4 - usize::from(strategic)]);
            }
        }
        Verb::Create | Verb::Update | Verb::Delete | Verb::DeleteCollection => {
            let deletes = matches!(call.verb, Verb::Delete | Verb::DeleteCollection);
            if deletes && request.body.is_none() {
                return;
            }
            match Encoding::of(header) {
                Some(Encoding::Json | Encoding::Yaml) => {}
                Some(Encoding::Protobuf) => {
                    ctx.invalid(place(), "the body is text, and no protobuf message");
                }
                None => {
                    ctx.not_supported(place(), text, &OBJECTS);
                }
            }
        }
        Verb::Get | Verb::List | Verb::Watch | Verb::Connect => {}
    }
}
