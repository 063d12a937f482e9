//! What a document is. In: the outermost node of a document. Out: the objects in it that are to be judged, or why there
//! is none. Called by `lint`.

use std::fmt;
use std::sync::Arc;

use crate::cloud::{self, Operation};
use crate::diagnostic::Resource;
use crate::schema::{GroupVersionKind, Type};
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
    /// Name and kind, for findings.
    pub resource: Arc<Resource>,
}

impl<'d> Object<'d> {
    /// The outermost field.
    pub fn field(&self) -> Field<'d> {
        Field::new(self.node())
    }

    /// A field of the object itself: `spec`, `metadata`, `data`.
    pub fn get(&self, name: &'d str) -> Field<'d> {
        self.field().get(name)
    }

    /// The outermost node.
    pub fn node(&self) -> Node<'d> {
        self.tree.node(self.root)
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

/// What a document, or an item of a list, turned out to be.
#[derive(Clone, Debug)]
pub enum Subject<'d> {
    /// An object of a Kubernetes API.
    Object(GroupVersionKind<'d>),
    /// The body of a cloud request.
    Operation(&'static Operation),
    /// A list; its items are judged one by one.
    List(Node<'d>),
    /// An AdmissionReview; the object inside is judged.
    Review(Node<'d>),
    /// Meant for the server, which would not know what it is.
    Unknown(Unknown),
    /// Not meant for a server.
    Skip(Skip),
}

/// Why the server cannot tell what a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The document is a text, a number or a list.
    NotAnObject,
    /// There is no `apiVersion`, or it is no text.
    ApiVersion,
    /// There is no `kind`, or it is no text.
    Kind,
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
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty"),
            Self::NotAManifest => f.write_str("not a manifest"),
            Self::Template => f.write_str("template"),
            Self::Kustomization => f.write_str("kustomization"),
            Self::Chart => f.write_str("chart"),
            Self::Kubeconfig => f.write_str("kubeconfig"),
            Self::CustomResource { group, kind } => write!(f, "custom resource {kind}.{group}"),
            Self::EmptyReview => f.write_str("review without an object"),
            Self::EmptyList => f.write_str("list without items"),
        }
    }
}

/// Tells what the document at `root` is, when nobody named it.
pub fn classify(root: Node<'_>) -> Subject<'_> {
    if root.is_null() {
        return Subject::Skip(Skip::Empty);
    }
    if root.kind() != Kind::Map {
        return match root.kind() {
            Kind::Seq if !root.items().any(looks_like_object) => Subject::Skip(Skip::NotAManifest),
            _ => Subject::Unknown(Unknown::NotAnObject),
        };
    }
    if let Some(operation) = cloud::recognise(root) {
        return Subject::Operation(operation);
    }
    classify_item(root, looks_like_object(root))
}

/// Tells what an object is of which is known that it is `meant` for the server, such as the item of a list.
pub fn classify_item(node: Node<'_>, meant: bool) -> Subject<'_> {
    if !meant {
        return Subject::Skip(other_tool(node));
    }
    if node.kind() != Kind::Map {
        return Subject::Unknown(if node.is_null() {
            Unknown::Kind
        } else {
            Unknown::NotAnObject
        });
    }
    if let Some(items) = node.get("items").filter(|items| items.kind() == Kind::Seq) {
        return if items.is_empty() {
            Subject::Skip(Skip::EmptyList)
        } else {
            Subject::List(items)
        };
    }
    let text = |key: &str| node.get(key).and_then(Node::as_str).filter(|text| !text.is_empty());
    let (api_version, kind) = match (text("apiVersion"), text("kind")) {
        (Some(api_version), Some(kind)) => (api_version, kind),
        (_, None) => return Subject::Unknown(Unknown::Kind),
        (None, _) => return Subject::Unknown(Unknown::ApiVersion),
    };
    let gvk = GroupVersionKind::parse(api_version, kind);
    if gvk.group == "admission.k8s.io" && kind == "AdmissionReview" {
        let object = node.get("request").and_then(|request| request.get("object"));
        return match object.filter(|object| !object.is_null()) {
            Some(object) => Subject::Review(object),
            None => Subject::Skip(Skip::EmptyReview),
        };
    }
    Subject::Object(gvk)
}

fn looks_like_object(node: Node<'_>) -> bool {
    node.get("apiVersion").is_some() || node.get("kind").is_some()
}

fn other_tool(_node: Node<'_>) -> Skip {
    Skip::NotAManifest
}
