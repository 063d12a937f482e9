//! Alibaba Cloud Function Compute: aliases, as requests and as resources of ROS templates.

use std::sync::LazyLock;

use super::{OBJECT, Operation, embedded, has_resource};
use crate::json_schema::JsonSchema;
use crate::rules::traffic;
use crate::yaml::Node;

static CREATE: LazyLock<JsonSchema> =
    LazyLock::new(|| embedded(include_str!("../../schemas/fc/create-alias.schema.json")));
static UPDATE: LazyLock<JsonSchema> =
    LazyLock::new(|| embedded(include_str!("../../schemas/fc/update-alias.schema.json")));

/// The type of an alias in a template.
pub(crate) const ALIAS: &str = "ALIYUN::FC::Alias";

pub(super) static OPERATIONS: &[Operation] = &[
    Operation {
        id: "fc/create-alias",
        title: "Function Compute CreateAlias request",
        recognise: |root| is_alias(root) && root.get("aliasName").is_some(),
        schema: &CREATE,
        rule: &traffic::SHAPE,
    },
    Operation {
        id: "fc/update-alias",
        title: "Function Compute UpdateAlias request",
        recognise: |root| is_alias(root) && root.get("aliasName").is_none(),
        schema: &UPDATE,
        rule: &traffic::SHAPE,
    },
    Operation {
        id: "fc/ros-template",
        title: "Alibaba Cloud ROS template with aliases of functions",
        recognise: |root| has_resource(root, ALIAS),
        schema: &OBJECT,
        rule: &traffic::SHAPE,
    },
];

/// Version and name of the alias, or the split. FunctionGraph's requests, which have one of a similar name, call the
/// two `name` and `version`; an answer also has the time of its making.
fn is_alias(root: Node<'_>) -> bool {
    let has = |key: &str| root.get(key).is_some();
    let foreign = ["apiVersion", "name", "version", "createdTime"]
        .iter()
        .any(|key| has(key));
    !foreign && (has("additionalVersionWeight") || has("aliasName") && has("versionId"))
}
