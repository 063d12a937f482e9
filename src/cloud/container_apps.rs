//! Azure Container Apps: an app by itself, as the command line takes it, and in Resource Manager templates.

use std::sync::LazyLock;

use super::{OBJECT, Operation, embedded};
use crate::json_schema::JsonSchema;
use crate::rules::traffic;
use crate::yaml::Node;

static APP: LazyLock<JsonSchema> =
    LazyLock::new(|| embedded(include_str!("../../schemas/container-apps/container-app.schema.json")));

pub(super) static OPERATIONS: &[Operation] = &[
    Operation {
        id: "container-apps/app",
        title: "Azure Container App",
        recognise: |root| root.get("resources").is_none() && (is_app(root) || has_traffic(root)),
        schema: &APP,
        rule: &traffic::SHAPE,
    },
    Operation {
        id: "container-apps/template",
        title: "Azure Resource Manager template with Container Apps",
        recognise: |root| {
            root.get("resources")
                .is_some_and(|resources| resources.items().any(is_app))
        },
        schema: &OBJECT,
        rule: &traffic::SHAPE,
    },
];

/// Whether a resource says that it is an app.
pub(crate) fn is_app(node: Node<'_>) -> bool {
    let text = node.get("type").and_then(Node::as_str);
    text.is_some_and(|text| text.eq_ignore_ascii_case("Microsoft.App/containerApps"))
}

fn has_traffic(root: Node<'_>) -> bool {
    let path = ["properties", "configuration", "ingress", "traffic"];
    path.iter().try_fold(root, |node, name| node.get(name)).is_some()
}
