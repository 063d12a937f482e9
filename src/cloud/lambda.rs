//! AWS Lambda: aliases, as requests and as resources of CloudFormation templates.

use std::sync::LazyLock;

use super::{OBJECT, Operation, embedded, has_resource};
use crate::json_schema::JsonSchema;
use crate::rules::traffic;
use crate::yaml::Node;

static CREATE: LazyLock<JsonSchema> =
    LazyLock::new(|| embedded(include_str!("../../schemas/lambda/create-alias.schema.json")));
static UPDATE: LazyLock<JsonSchema> =
    LazyLock::new(|| embedded(include_str!("../../schemas/lambda/update-alias.schema.json")));

/// The type of an alias in a template.
pub(crate) const ALIAS: &str = "AWS::Lambda::Alias";

pub(super) static OPERATIONS: &[Operation] = &[
    Operation {
        id: "lambda/create-alias",
        title: "AWS Lambda CreateAlias request",
        recognise: |root| is_alias(root) && root.get("Name").is_some(),
        schema: &CREATE,
        rule: &traffic::SHAPE,
    },
    Operation {
        id: "lambda/update-alias",
        title: "AWS Lambda UpdateAlias request",
        recognise: |root| is_alias(root) && root.get("Name").is_none(),
        schema: &UPDATE,
        rule: &traffic::SHAPE,
    },
    Operation {
        id: "lambda/cloudformation-template",
        title: "AWS CloudFormation template with aliases of Lambda functions",
        recognise: |root| has_resource(root, ALIAS),
        schema: &OBJECT,
        rule: &traffic::SHAPE,
    },
];

/// The version beside the name, or the routing. An answer also has the ARN of the alias.
fn is_alias(root: Node<'_>) -> bool {
    let has = |key: &str| root.get(key).is_some();
    let routing = root
        .get("RoutingConfig")
        .is_some_and(|config| has("FunctionVersion") || config.get("AdditionalVersionWeights").is_some());
    !has("apiVersion") && !has("AliasArn") && !has("Type") && (routing || has("FunctionVersion") && has("Name"))
}
