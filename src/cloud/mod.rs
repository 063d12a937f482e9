//! Documents of cloud APIs: which operations there are, and how a bare document is recognised as one.

mod codearts;
pub(crate) mod container_apps;
pub(crate) mod fc;
mod functiongraph;
mod ims;
pub(crate) mod lambda;

use std::sync::LazyLock;

use crate::json_schema::JsonSchema;
use crate::rule::Rule;
use crate::yaml::Node;

/// A request or response body of a cloud API.
pub struct Operation {
    /// Its name, as in `--as functiongraph/create-version-alias`.
    pub id: &'static str,
    /// What it is, for people.
    pub title: &'static str,
    /// Whether the shape of a document gives it away.
    pub recognise: fn(Node<'_>) -> bool,
    /// The JSON Schema of the body.
    pub schema: &'static LazyLock<JsonSchema>,
    /// The rule for faults that the schema gives to no other.
    pub rule: &'static Rule,
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// The operations of every service, service by service; a service is a file here.
static SERVICES: &[&[Operation]] = &[
    codearts::OPERATIONS,
    container_apps::OPERATIONS,
    fc::OPERATIONS,
    functiongraph::OPERATIONS,
    ims::OPERATIONS,
    lambda::OPERATIONS,
];

/// The schema of documents of which only rules know more than that they are objects.
static OBJECT: LazyLock<JsonSchema> = LazyLock::new(|| embedded(r#"{"type": "object"}"#));

/// Every operation `admit` knows.
pub fn operations() -> impl Iterator<Item = &'static Operation> + Clone {
    SERVICES.iter().copied().flatten()
}

/// The operation of a name.
pub fn find(id: &str) -> Option<&'static Operation> {
    operations().find(|operation| operation.id == id)
}

/// The operation whose shape a document has, when nobody named one.
pub fn recognise(root: Node<'_>) -> Option<&'static Operation> {
    operations().find(|operation| (operation.recognise)(root))
}

/// Whether a template has a resource of a type.
fn has_resource(root: Node<'_>, kind: &str) -> bool {
    let resources = root.get("Resources").into_iter().flat_map(Node::entries);
    let types = resources.filter_map(|resource| resource.value.get("Type")?.as_str());
    types.into_iter().any(|found| found == kind)
}

pub(crate) fn embedded(text: &str) -> JsonSchema {
    let root = serde_json::from_str(text).expect("embedded schemas are JSON");
    JsonSchema::new(root).expect("embedded schemas compile")
}

/// The schema `#/$defs/part` of a text.
fn embedded_part(text: &str, part: &str) -> JsonSchema {
    let mut root: serde_json::Value = serde_json::from_str(text).expect("embedded schemas are JSON");
    root["$ref"] = format!("#/$defs/{part}").into();
    JsonSchema::new(root).expect("embedded schemas compile")
}

/// Whether an object has these members and no others.
fn has_only(root: Node<'_>, names: &[&str]) -> bool {
    root.len() == names.len() && names.iter().all(|name| root.get(name).is_some())
}
