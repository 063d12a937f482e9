//! Image Management Service: the list of images, v1.1.

use std::sync::LazyLock;

use super::{Operation, embedded_part, has_only};
use crate::json_schema::JsonSchema;
use crate::rules::image;
use crate::view::image::LIST;
use crate::yaml::Node;

const SCHEMA: &str = include_str!("../../schemas/ims/image-details.schema.json");

static LIST_SCHEMA: LazyLock<JsonSchema> = LazyLock::new(|| embedded_part(SCHEMA, "list"));
static ERROR_SCHEMA: LazyLock<JsonSchema> = LazyLock::new(|| embedded_part(SCHEMA, "error"));

pub(super) static OPERATIONS: &[Operation] = &[
    Operation {
        id: LIST,
        title: "IMS list of images with details, v1.1",
        recognise: is_list,
        schema: &LIST_SCHEMA,
        rule: &image::SHAPE,
    },
    Operation {
        id: "ims/error",
        title: "IMS error answer",
        recognise: is_error,
        schema: &ERROR_SCHEMA,
        rule: &image::ERROR,
    },
];

/// Two members that later versions have given up tell.
fn is_list(root: Node<'_>) -> bool {
    let is_image = |node: Node<'_>| node.get("is_public").is_some() || node.get("deleted").is_some();
    let images = root.get("images").filter(|_| root.get("apiVersion").is_none());
    images.is_some_and(|images| images.items().any(is_image))
}

/// Many services have errors of this shape; the code tells.
fn is_error(root: Node<'_>) -> bool {
    let code = |error: Node<'_>| {
        error
            .get("code")
            .and_then(Node::as_str)
            .is_some_and(|code| code.starts_with("IMG"))
    };
    has_only(root, &["error"]) && root.get("error").is_some_and(code)
}
