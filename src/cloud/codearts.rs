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

#[cfg(test)]
mod tests {
    use crate::cloud::recognise;
    use crate::yaml::documents;

    fn operation(text: &str) -> Option<&'static str> {
        let tree = documents(text).next().expect("a document").expect("YAML");
        recognise(tree.root()).map(|operation| operation.id)
    }

    #[test]
    fn runs_and_errors_are_recognised_by_their_shape() {
        let run = Some("codearts/show-pipeline-run-detail");
        for text in [
            "pipeline_id: a\nstages: [{identifier: '0', jobs: []}]\n",
            "pipeline_id: 1\nstages: []\n",
            "{manifest_version: a, run_number: 1, subject_id: a, executor_id: a, trigger_type: MR, stages: wrong}\n",
        ] {
            assert_eq!(operation(text), run, "{text}");
        }
        assert_eq!(operation("error_code: DEV.00000001\n"), Some("codearts/error"));
    }

    #[test]
    fn other_files_are_not_taken_for_runs() {
        for text in [
            "stages: [build, test]\nbuild: {stage: build, script: make}\n",
            "pipeline_id: a\nstages: [build, test]\n",
            "pipeline_id: a\nstages: [{name: build}]\n",
            "stages: [{identifier: '0', jobs: []}]\n",
            "{id: a, name: b, pipeline_id: c, manifest_version: '3.0', is_publish: false, definition: '{}', stages: []}\n",
            "{pipeline_id: a, pipeline_run_id: b, executor_id: c, executor_name: d, stage_status_list: [], status: FAILED,
              run_number: 1, trigger_type: MR, is_publish: true}\n",
            "apiVersion: example.com/v1\nkind: Pipeline\npipeline_id: a\nstages: []\n",
            "version: v1.0\nblocks: []\npipeline_id: a\n",
            "error_code: IMS.0001\nerror_msg: no\n",
            "error_code: 1\n",
        ] {
            let found = operation(text);
            assert!(!found.is_some_and(|id| id.starts_with("codearts/")), "{text}");
        }
    }
}
