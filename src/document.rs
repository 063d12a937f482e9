//! What a document is. In: the outermost node of a document. Out: the objects in it that are to be judged, or why there
//! is none. Called by `lint`.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::{Arc, LazyLock};

use crate::cloud::{self, Operation};
use crate::diagnostic::Resource;
use crate::request;
use crate::rules;
use crate::schema::{self, GroupVersionKind, Known, Type};
use crate::suggest::distance;
use crate::view::Field;
use crate::yaml::{Kind, Node, NodeId, Tree};

/// One object to judge: a document, an item of a list, or the object inside an AdmissionReview.
pub struct Object<'d> {
    /// The tree that holds it.
    pub tree: &'d Tree<'d>,
    /// Its outermost node.
    pub root: NodeId,
    /// What it is to the server.
    pub gvk: GroupVersionKind<'d>,
    /// Its type in the embedded tables; none for kinds the tables do not know.
    pub schema: Option<Type>,
    /// The cloud operation it is the body of; then it is no Kubernetes object, and `gvk` is empty.
    pub operation: Option<&'static Operation>,
    /// Index of the document in its file, over the documents that are not empty, with the items of a list in its place.
    pub document: usize,
    /// Index in the `List` that holds it.
    pub item: Option<usize>,
    /// Name and kind, for findings, once one was asked for.
    pub resource: OnceCell<Arc<Resource>>,
}

impl<'d> Object<'d> {
    /// The outermost field.
    pub fn field(&self) -> Field<'d> {
        Field::new(self.node())
    }

    /// A field of the object itself: `spec`, `metadata`, `data`.
    #[inline]
    pub fn get(&self, name: &'d str) -> Field<'d> {
        self.field().get(name)
    }

    /// The outermost node.
    pub fn node(&self) -> Node<'d> {
        self.tree.node(self.root)
    }

    /// Name and kind, for findings.
    pub fn resource(&self) -> Arc<Resource> {
        let resource = || match self.operation {
            Some(operation) => Resource {
                kind: Some(operation.id.to_owned()),
                ..Resource::default()
            },
            None => resource(self.node()),
        };
        self.resource.get_or_init(|| Arc::new(resource())).clone()
    }

    /// The API version without the group: `v1`, `v1beta1`.
    pub fn version(&self) -> &'d str {
        self.gvk.version
    }

    /// The API group, empty for the core group.
    pub fn group(&self) -> &'d str {
        self.gvk.group
    }

    /// The kind as written.
    pub fn kind(&self) -> &'d str {
        self.gvk.kind
    }
}

/// How a Kubernetes object names itself.
pub(crate) fn resource(root: Node<'_>) -> Resource {
    let text = |node: Option<Node<'_>>| node.and_then(Node::as_str).map(str::to_owned);
    let metadata = root.get("metadata");
    let in_metadata = |name: &str| text(metadata.and_then(|metadata| metadata.get(name)));
    Resource {
        api_version: text(root.get("apiVersion")),
        kind: text(root.get("kind")),
        namespace: in_metadata("namespace"),
        name: in_metadata("name"),
    }
}

/// What a document, or an item of a list, turned out to be.
#[derive(Clone, Debug)]
pub enum Subject<'d> {
    /// An object of a Kubernetes API: of a kind the tables know, or a custom resource that some rule is about.
    Object(GroupVersionKind<'d>),
    /// The body of a cloud request.
    Operation(&'static Operation),
    /// A request, with its method and URL.
    Request,
    /// A list, this node; its items are judged one by one.
    List(Node<'d>),
    /// An AdmissionReview; the object inside is judged.
    Review(Node<'d>),
    /// Meant for the server, which would not know what it is.
    Unknown(Unknown<'d>),
    /// Not meant for a server.
    Skip(Skip),
}

/// Why the server cannot tell what a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown<'d> {
    /// The document is a text, a number or a list.
    NotAnObject,
    /// There is no `apiVersion`, or it is no text.
    NoApiVersion,
    /// There is no `kind`, or it is no text.
    NoKind,
    /// No server has this kind, and no definition could bring it.
    NotServed(GroupVersionKind<'d>),
}

/// Why a document is not judged.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Skip {
    /// Nothing but blanks and comments.
    Empty,
    /// YAML or JSON of some other tool.
    NotAManifest,
    /// A template whose values are filled in later.
    Template,
    /// A file that kustomize reads.
    Kustomization,
    /// A chart's description.
    Chart,
    /// A client's list of clusters and users.
    Kubeconfig,
    /// An object whose type only the cluster knows.
    CustomResource {
        /// Its API group.
        group: String,
        /// Its kind.
        kind: String,
    },
    /// An AdmissionReview without an object: a deletion, or an answer.
    EmptyReview,
    /// A list without items.
    EmptyList,
    /// A request to a server that `admit` does not know.
    UnknownRequest,
}

impl Skip {
    /// The reason in words.
    pub fn reason(&self) -> Cow<'static, str> {
        let words = match self {
            Self::Empty => "empty",
            Self::NotAManifest => "not a manifest",
            Self::Template => "template",
            Self::Kustomization => "kustomization",
            Self::Chart => "chart",
            Self::Kubeconfig => "kubeconfig",
            Self::CustomResource { group, kind } => return format!("custom resource {kind}.{group}").into(),
            Self::EmptyReview => "review without an object",
            Self::EmptyList => "list without items",
            Self::UnknownRequest => "request to another server",
        };
        words.into()
    }
}

/// Tells what the document at `root` is, when nobody named it.
pub fn classify(root: Node<'_>) -> Subject<'_> {
    match root.kind() {
        Kind::Null => Subject::Skip(Skip::Empty),
        Kind::Seq => match cloud::recognise(root) {
            Some(operation) => Subject::Operation(operation),
            None if root.items().any(is_meant) => Subject::Unknown(Unknown::NotAnObject),
            None => Subject::Skip(Skip::NotAManifest),
        },
        Kind::Map => classify_map(root),
        _ => Subject::Unknown(Unknown::NotAnObject),
    }
}

fn classify_map(root: Node<'_>) -> Subject<'_> {
    let head = Head::read(root);
    // What says that it is of a kind that Kubernetes itself has is nothing else.
    if head.known.is_some() {
        return head.classify();
    }
    if request::recognise(root) {
        return Subject::Request;
    }
    match cloud::recognise(root) {
        Some(operation) => Subject::Operation(operation),
        None if is_meant(root) => head.classify(),
        None => Subject::Skip(other_tool(root)),
    }
}

/// Tells what an object is of which is known that it is meant for the server, such as the item of a list.
pub fn classify_object(node: Node<'_>) -> Subject<'_> {
    match node.kind() {
        Kind::Map => Head::read(node).classify(),
        Kind::Null => Subject::Unknown(Unknown::NoKind),
        _ => Subject::Unknown(Unknown::NotAnObject),
    }
}

/// What tells what a mapping is.
struct Head<'d> {
    node: Node<'d>,
    gvk: Result<GroupVersionKind<'d>, Unknown<'d>>,
    /// What the tables know of the kind.
    known: Option<Known>,
    items: Option<Node<'d>>,
}

impl<'d> Head<'d> {
    fn read(node: Node<'d>) -> Self {
        let [api_version, kind, items] = node.all(["apiVersion", "kind", "items"]);
        let text = |node: Option<Node<'d>>| node.and_then(Node::as_str).filter(|text| !text.is_empty());
        let gvk = match (text(api_version), text(kind)) {
            (Some(api_version), Some(kind)) => Ok(GroupVersionKind::parse(api_version, kind)),
            (_, None) => Err(Unknown::NoKind),
            (None, _) => Err(Unknown::NoApiVersion),
        };
        Self {
            node,
            gvk,
            known: gvk.ok().and_then(schema::find),
            items,
        }
    }

    fn classify(self) -> Subject<'d> {
        // As kubectl does, whatever the kind is: what has a list of items is a list.
        if let Some(items) = self.items.filter(|items| items.is_seq()) {
            return if items.is_empty() {
                Subject::Skip(Skip::EmptyList)
            } else {
                Subject::List(self.node)
            };
        }
        match self.gvk {
            Ok(gvk) => classify_known(self.node, gvk, self.known),
            Err(unknown) => Subject::Unknown(unknown),
        }
    }
}

/// Tells what an object of a known name is.
pub fn classify_kind<'d>(node: Node<'d>, gvk: GroupVersionKind<'d>) -> Subject<'d> {
    classify_known(node, gvk, schema::find(gvk))
}

fn classify_known<'d>(node: Node<'d>, gvk: GroupVersionKind<'d>, known: Option<Known>) -> Subject<'d> {
    if known.is_some_and(Known::can_be_created) {
        return Subject::Object(gvk);
    }
    match (gvk.group, gvk.kind) {
        ("admission.k8s.io", "AdmissionReview") => {
            let object = node.get("request").and_then(|request| request.get("object"));
            match object.filter(|object| !object.is_null()) {
                Some(object) => Subject::Review(object),
                None => Subject::Skip(Skip::EmptyReview),
            }
        }
        ("", "Config") if node.get("clusters").is_some() && node.get("contexts").is_some() => {
            Subject::Skip(Skip::Kubeconfig)
        }
        ("kustomize.config.k8s.io", _) => Subject::Skip(Skip::Kustomization),
        _ if is_custom(gvk) && rules::concern(gvk) => Subject::Object(gvk),
        (group, kind) if is_custom(gvk) => Subject::Skip(Skip::CustomResource {
            group: group.to_owned(),
            kind: kind.to_owned(),
        }),
        _ => Subject::Unknown(Unknown::NotServed(gvk)),
    }
}

/// A text that is not empty.
fn name<'d>(node: Node<'d>, key: &str) -> Option<&'d str> {
    node.get(key).and_then(Node::as_str).filter(|text| !text.is_empty())
}

/// Whether a text that cannot be read is JSON with comments, as editors and compilers keep their settings in, and does not
/// name a kind of object anywhere.
pub fn is_commented_json(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    start.starts_with(['{', '[', '/'])
        && (text.contains("//") || text.contains("/*"))
        && !text.contains("apiVersion")
        && !text.contains("\"kind\"")
}

/// Fields at the top of an object that hardly any other tool has beside `metadata`.
const OBJECT_FIELDS: [&str; 9] = [
    "spec",
    "data",
    "stringData",
    "binaryData",
    "rules",
    "roleRef",
    "subjects",
    "provisioner",
    "webhooks",
];

/// Whether somebody wrote this for a Kubernetes server, however wrong it came out. Files of other tools often have one
/// of the two names, so one alone counts only where it names something that Kubernetes has, or where there is metadata.
fn is_meant(node: Node<'_>) -> bool {
    let has = |key: &str| node.entries().any(|entry| entry.key.eq_ignore_ascii_case(key));
    let metadata = node.get("metadata").is_some_and(|meta| meta.kind() == Kind::Map);
    match (has("apiVersion"), has("kind")) {
        (true, true) => true,
        (false, false) => metadata && OBJECT_FIELDS.iter().any(|field| node.get(field).is_some()),
        (false, true) => metadata || name(node, "kind").is_some_and(is_kind),
        (true, false) => {
            let group = name(node, "apiVersion").map(|text| GroupVersionKind::parse(text, "").group);
            // Of score.dev's files each is what it is, without a kind.
            metadata && group != Some("score.dev")
                || node.len() == 1
                || group.is_some_and(is_group) && !(has("name") && has("version"))
        }
    }
}

/// What a mapping is that no server is meant to read.
fn other_tool(node: Node<'_>) -> Skip {
    let has = |key: &str| node.get(key).is_some();
    if has("apiVersion") && has("name") && has("version") {
        Skip::Chart
    } else {
        Skip::NotAManifest
    }
}

/// Whether Kubernetes has, or once had, an API group of its own by this name.
fn is_group(group: &str) -> bool {
    group == "extensions" || schema::kinds().any(|known| known.group == group)
}

fn is_kind(kind: &str) -> bool {
    schema::kinds().any(|known| known.kind == kind)
}

/// The groups of Kubernetes' own that are domain names.
static DOMAINS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut groups: Vec<_> = schema::kinds().map(|known| known.group).collect();
    groups.dedup();
    groups.retain(|group| group.contains('.'));
    groups
});

/// Whether a CustomResourceDefinition or an aggregated server may bring this kind: its group is a domain name with a dot
/// that is not, but for a slip, one of Kubernetes' own.
fn is_custom(gvk: GroupVersionKind<'_>) -> bool {
    let group = gvk.group;
    // Not a group, but the one tool whose files have an apiVersion without a domain.
    if group == "skaffold" {
        return true;
    }
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    if !group.contains('.') || !group.split('.').all(label) {
        return false;
    }
    let official = group.ends_with(".k8s.io") && schema::kinds().any(|known| known.kind == gvk.kind);
    !official && !DOMAINS.iter().any(|known| distance(known, group, 2).is_some())
}
