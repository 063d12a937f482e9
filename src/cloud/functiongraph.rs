//! FunctionGraph: version aliases.

use std::sync::LazyLock;

use super::{Operation, embedded};
use crate::json_schema::JsonSchema;
use crate::rules::alias;
use crate::yaml::Node;

static VERSION_ALIAS: LazyLock<JsonSchema> =
    LazyLock::new(|| embedded(include_str!("../../schemas/functiongraph/version-alias.schema.json")));

pub(super) static OPERATIONS: &[Operation] = &[Operation {
    id: "functiongraph/create-version-alias",
    title: "FunctionGraph CreateVersionAlias request",
    recognise: is_version_alias,
    schema: &VERSION_ALIAS,
    rule: &alias::SHAPE,
}];

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
