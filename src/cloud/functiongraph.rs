//! FunctionGraph: version aliases.

use std::sync::LazyLock;

use super::{Operation, embedded_part, has_only};
use crate::json_schema::JsonSchema;
use crate::rules::alias;
use crate::view::alias::{ANSWER, CREATE, LIST, UPDATE};
use crate::yaml::Node;

const SCHEMA: &str = include_str!("../../schemas/functiongraph/version-alias.schema.json");

static CREATE_SCHEMA: LazyLock<JsonSchema> = LazyLock::new(|| embedded_part(SCHEMA, "create"));
static UPDATE_SCHEMA: LazyLock<JsonSchema> = LazyLock::new(|| embedded_part(SCHEMA, "update"));
static ANSWER_SCHEMA: LazyLock<JsonSchema> = LazyLock::new(|| embedded_part(SCHEMA, "answer"));
static LIST_SCHEMA: LazyLock<JsonSchema> = LazyLock::new(|| embedded_part(SCHEMA, "list"));
static ERROR_SCHEMA: LazyLock<JsonSchema> = LazyLock::new(|| embedded_part(SCHEMA, "error"));

pub(super) static OPERATIONS: &[Operation] = &[
    Operation {
        id: CREATE,
        title: "FunctionGraph CreateVersionAlias request",
        recognise: is_request,
        schema: &CREATE_SCHEMA,
        rule: &alias::SHAPE,
    },
    Operation {
        id: UPDATE,
        title: "FunctionGraph UpdateVersionAlias request",
        // Without the name, which stands in the path, it could be a request to create that lacks one.
        recognise: |_| false,
        schema: &UPDATE_SCHEMA,
        rule: &alias::SHAPE,
    },
    Operation {
        id: ANSWER,
        title: "FunctionGraph version alias in an answer",
        recognise: is_answer,
        schema: &ANSWER_SCHEMA,
        rule: &alias::SHAPE,
    },
    Operation {
        id: LIST,
        title: "FunctionGraph ListVersionAliases answer",
        recognise: |root| root.items().any(is_answer),
        schema: &LIST_SCHEMA,
        rule: &alias::SHAPE,
    },
    Operation {
        id: "functiongraph/error",
        title: "FunctionGraph error answer",
        recognise: |root| has_only(root, &["error_code", "error_msg"]),
        schema: &ERROR_SCHEMA,
        rule: &alias::ERROR,
    },
];

/// `name` and `version` alone could be anything; with one of the two splits they are an alias. Misspelt splits count
/// too, or a typo would hide the document from the rule that finds it.
fn is_request(root: Node<'_>) -> bool {
    root.get("apiVersion").is_none() && !is_answer(root) && root.entries().any(|entry| is_split(entry.key))
}

/// What only the service itself writes: the alias' URN, or a time beside a name and a version.
fn is_answer(root: Node<'_>) -> bool {
    let has = |name: &str| root.get(name).is_some();
    has("alias_urn")
        || has("last_modified") && has("name") && has("version") && root.entries().any(|entry| is_split(entry.key))
}

fn is_split(key: &str) -> bool {
    let key: String = key
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    key.starts_with("additionalversionweight") || key.starts_with("additionalversionstrateg")
}
