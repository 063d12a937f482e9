//! CodeArts: the run of a pipeline, and what the service answers instead of it.

use std::sync::LazyLock;

use super::{Operation, embedded};
use crate::json_schema::JsonSchema;
use crate::rules::pipeline;
use crate::yaml::{Kind, Node};

static PIPELINE_RUN: LazyLock<JsonSchema> =
    LazyLock::new(|| embedded(include_str!("../../schemas/codearts/pipeline-run.schema.json")));

static ERROR: LazyLock<JsonSchema> =
    LazyLock::new(|| embedded(include_str!("../../schemas/codearts/error.schema.json")));

pub(super) static OPERATIONS: &[Operation] = &[
    Operation {
        id: "codearts/show-pipeline-run-detail",
        title: "CodeArts Pipeline ShowPipelineRunDetail response",
        recognise: is_pipeline_run,
        schema: &PIPELINE_RUN,
        rule: &pipeline::SHAPE,
    },
    Operation {
        id: "codearts/error",
        title: "CodeArts error response",
        recognise: is_error,
        schema: &ERROR,
        rule: &pipeline::SHAPE,
    },
];

/// Members of a run that files of other tools hardly have.
const TELLING: [&str; 8] = [
    "pipeline_id",
    "manifest_version",
    "is_publish",
    "executor_id",
    "executor_name",
    "trigger_type",
    "run_number",
    "subject_id",
];

/// Members of neighbours: of an object, of a pipeline's definition, and of the items of lists of runs.
const FOREIGN: [&str; 5] = [
    "apiVersion",
    "kind",
    "definition",
    "stage_status_list",
    "pipeline_run_id",
];

/// A pipeline's id beside stages with identifiers and jobs; or, where one of those is at fault, most of the other members.
fn is_pipeline_run(root: Node<'_>) -> bool {
    if FOREIGN.iter().any(|name| root.get(name).is_some()) {
        return false;
    }
    let is_stage = |node: Node<'_>| node.get("identifier").is_some() || node.get("jobs").is_some();
    let stages = root.get("stages").filter(|stages| stages.kind() == Kind::Seq);
    let has_stages = stages.is_some_and(|stages| stages.items().all(is_stage));
    let telling = TELLING.iter().filter(|name| root.get(name).is_some()).count();
    has_stages && root.get("pipeline_id").is_some() || telling >= 5
}

/// The pair of members alone is other services' too; the code tells.
fn is_error(root: Node<'_>) -> bool {
    let code = root.get("error_code").and_then(Node::as_str).unwrap_or_default();
    code.starts_with("DEV.")
}
