use crate::declare_rule;
use crate::document::Unknown;
use crate::rule::Run;
use crate::schema::{self, GroupVersionKind, KindInfo};
use crate::source::Span;
use crate::suggest::nearest;
use crate::view::Field;
use crate::yaml::{Kind, Node};

declare_rule! {
    /// An apiVersion and kind that no server knows.
    ///
    /// ## What it does
    /// Looks up `apiVersion` and `kind` among those that the server has, as they are written: both are case-sensitive, and
    /// both must be texts that are not empty. Beta versions that a server has only when they are turned on, versions that
    /// were removed, and kinds that exist only below another resource count as unknown. An API group with a domain of
    /// its own may belong to a custom resource; such documents are skipped.
    ///
    /// ## Why is this bad
    /// The server cannot even tell where the document belongs, and refuses it as a whole.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: extensions/v1beta1
    /// kind: NetworkPolicy
    /// metadata: {name: closed}
    /// spec: {podSelector: {}}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: closed}
    /// spec: {podSelector: {}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/using-api/deprecation-guide/>
    /// - <https://kubernetes.io/docs/reference/using-api/#api-groups>
    id: "schema/unknown-kind", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}

/// What to say about a document that the server cannot place: where, what, and what to do.
pub(crate) fn describe(node: Node<'_>, unknown: Unknown<'_>) -> (Span, String, Option<String>) {
    let root = Field::new(node);
    match unknown {
        Unknown::NotAnObject => (
            root.span(),
            format!(
                "a document must be a mapping with apiVersion and kind, this is {}",
                noun(node)
            ),
            (node.kind() == Kind::Seq).then(|| "write one document for each item, with --- between them".to_owned()),
        ),
        Unknown::NoApiVersion => {
            let near = misspelt(node, "apiVersion");
            let (span, message) = missing(node, "apiVersion", near);
            let help = near.map(|near| format!("write apiVersion, not {near}")).or_else(|| {
                let kind = node.get("kind").and_then(Node::as_str)?;
                Some(format!("{kind} is served as {}", served_as(kind)?))
            });
            (span, message, help)
        }
        Unknown::NoKind => {
            let near = misspelt(node, "kind");
            let (span, message) = missing(node, "kind", near);
            (span, message, near.map(|near| format!("write kind, not {near}")))
        }
        Unknown::NotServed(gvk) => not_served(root, gvk),
    }
}

fn not_served(root: Field<'_>, gvk: GroupVersionKind<'_>) -> (Span, String, Option<String>) {
    let api_version = root.get("apiVersion").str().unwrap_or_default();
    let known = schema::kind(gvk);
    if let Some((parent, part)) = known.and_then(|known| known.resource.split_once('/')) {
        let message = format!(
            "the kind {} exists only as the subresource {part} of {parent}",
            gvk.kind
        );
        return (root.get("kind").span(), message, None);
    }
    if known.is_some_and(|known| known.read_only) {
        let message = format!("the kind {} can be read, but not created", gvk.kind);
        return (root.get("kind").span(), message, None);
    }
    if let Some(removed) = schema::removed(api_version, gvk.kind) {
        let message = format!(
            "the kind {} of {api_version} was removed in Kubernetes {}",
            gvk.kind, removed.in_version
        );
        let help = match removed.instead {
            Some((instead, since)) => Some(format!("use {instead}, served since Kubernetes {since}")),
            None => gone(gvk.kind).map(str::to_owned),
        };
        return (root.get("apiVersion").span(), message, help);
    }
    if let Some(versions) = served_as(gvk.kind) {
        return (
            root.get("apiVersion").span(),
            format!("there is no {} in {api_version:?}", gvk.kind),
            Some(format!("{} is served as {versions}", gvk.kind)),
        );
    }
    let message = format!("there is no kind {:?} in {api_version:?}", gvk.kind);
    let same = served().filter(|known| known.group == gvk.group && known.version == gvk.version);
    let near = nearest(gvk.kind, same.map(|known| known.kind))
        .or_else(|| nearest(gvk.kind, served().map(|known| known.kind)))
        .and_then(|near| Some(format!("did you mean {near:?}? it is served as {}", served_as(near)?)));
    let help = near.or_else(|| gone(gvk.kind).map(str::to_owned));
    (root.get("kind").span(), message, help)
}

/// Kinds of which an object can be created on any server.
fn served() -> impl Iterator<Item = KindInfo> {
    schema::kinds().filter(KindInfo::is_served)
}

/// The API versions that have a kind, as text.
pub(crate) fn served_as(kind: &str) -> Option<String> {
    let versions: Vec<_> = served()
        .filter(|known| known.kind == kind)
        .map(|known| match known.group {
            "" => known.version.to_owned(),
            group => format!("{group}/{}", known.version),
        })
        .collect();
    (!versions.is_empty()).then(|| versions.join(" and "))
}

/// What came in place of kinds that are gone.
fn gone(kind: &str) -> Option<&'static str> {
    match kind {
        "PodSecurityPolicy" => Some("label namespaces for Pod Security admission instead"),
        "PodPreset" => Some("removed in Kubernetes 1.20: set what it injected in the pods, or write a webhook"),
        "ThirdPartyResource" => Some("removed in Kubernetes 1.8: write a CustomResourceDefinition"),
        "InitializerConfiguration" => Some("removed in Kubernetes 1.14: write a MutatingWebhookConfiguration"),
        _ => None,
    }
}

fn missing(node: Node<'_>, key: &str, near: Option<&str>) -> (Span, String) {
    let entry = node.entry(near.unwrap_or(key));
    match entry {
        None => (Field::new(node).key_span(), format!("{key} is missing")),
        Some(entry) if near.is_some() => (entry.key_span, format!("{key} is missing")),
        Some(entry) if entry.value.is_null() => (entry.key_span, format!("{key} is empty")),
        Some(entry) if entry.value.as_str().is_some() => (entry.value.span(), format!("{key} is empty")),
        Some(entry) => (
            entry.value.span(),
            format!("{key} must be text, this is {}", noun(entry.value)),
        ),
    }
}

/// The key that stands in place of `key`, which is absent.
fn misspelt<'d>(node: Node<'d>, key: &str) -> Option<&'d str> {
    if node.get(key).is_some() {
        return None;
    }
    nearest(key, node.entries().map(|entry| entry.key)).filter(|near| near.len() + 1 >= key.len())
}

fn noun(node: Node<'_>) -> String {
    match node.kind() {
        Kind::Null => "null".to_owned(),
        Kind::Bool(value) => format!("the boolean {value}"),
        Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => format!("the number {}", node.scalar()),
        Kind::Str => "text".to_owned(),
        Kind::Seq => "a list".to_owned(),
        Kind::Map => "a mapping".to_owned(),
    }
}
