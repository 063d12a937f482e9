//! What a document is: its kind, its resource, the object a rule looks at.

use std::sync::Arc;

use crate::cloud::Operation;
use crate::diagnostic::Resource;
use crate::schema::{GroupVersionKind, Type};
use crate::view::Field;
use crate::yaml::{Node, NodeId, Tree};

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
    /// Index of the document in its file, over the documents that are not empty.
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
