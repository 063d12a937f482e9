use std::collections::HashMap;

use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::all;

declare_rule! {
    /// An id that two parts of the run share.
    ///
    /// ## What it does
    /// Checks that the `id`s of all stages, jobs and steps differ.
    ///
    /// ## Why is this bad
    /// Logs, approvals and retries are asked for by these ids.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {id: 8e0e284f97140109093b546ac486d766, identifier: "0", jobs: []}
    ///   - {id: 8e0e284f97140109093b546ac486d766, identifier: "1", jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {id: 8e0e284f97140109093b546ac486d766, identifier: "0", jobs: []}
    ///   - {id: 14074ecdd28f830a35bf6d9d763043a9, identifier: "1", jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/unique-id", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    let mut seen = HashMap::new();
    for part in all(run).into_iter().skip(1) {
        let field = part.get("id");
        let Some(id) = field.str().filter(|id| !id.is_empty()) else {
            continue;
        };
        if let Some((span, level)) = seen.get(id) {
            ctx.duplicate(field, id)
                .related(*span, format!("the id of this {level}"));
        } else {
            seen.insert(id, (field.span(), part.level.name()));
        }
    }
}
