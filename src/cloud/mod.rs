//! Documents of cloud APIs: which operations there are, and how a bare document is recognised as one.

use std::sync::LazyLock;

use crate::json_schema::JsonSchema;
use crate::rule::Rule;
use crate::rules::alias;
use crate::yaml::Node;

/// A request or response body of a cloud API.
pub struct Operation {
    /// Its name, as in `--as functiongraph/create-version-alias`.
    pub id: &'static str,
    /// What it is, for people.
    pub title: &'static str,
    /// Whether the shape of a document gives it away.
    recognise: fn(Node<'_>) -> bool,
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

static VERSION_ALIAS: LazyLock<JsonSchema> =
    LazyLock::new(|| embedded(include_str!("../../schemas/functiongraph/version-alias.schema.json")));

/// Every operation `admit` knows.
pub static OPERATIONS: &[Operation] = &[Operation {
    id: "functiongraph/create-version-alias",
    title: "FunctionGraph CreateVersionAlias request",
    recognise: is_version_alias,
    schema: &VERSION_ALIAS,
    rule: &alias::SHAPE,
}];

/// The operation of a name.
pub fn find(id: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.id == id)
}

/// The operation whose shape a document has, when nobody named one.
pub fn recognise(root: Node<'_>) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| (operation.recognise)(root))
}

/// `name` and `version` alone could be anything; with one of the two splits they are an alias. Misspelt splits count
/// too, or a typo would hide the document from the rule that finds it.
fn is_version_alias(root: Node<'_>) -> bool {
    let split = |key: &str| {
        let key: String = key
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        key.starts_with("additionalversionweight") || key.starts_with("additionalversionstrateg")
    };
    root.get("apiVersion").is_none() && root.get("alias_urn").is_none() && root.entries().any(|entry| split(entry.key))
}

fn embedded(text: &str) -> JsonSchema {
    let root = serde_json::from_str(text).expect("embedded schemas are JSON");
    JsonSchema::new(root).expect("embedded schemas compile")
}
