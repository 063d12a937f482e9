use std::collections::HashMap;

use super::nameless;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::References;

declare_rule! {
    /// An identifier that is not unique, or empty although something depends on it.
    ///
    /// ## What it does
    /// Checks that no two stages, and no two jobs anywhere in the run, have the same `identifier`, and that none is
    /// missing where a sibling's `depends_on` names something that is not there.
    ///
    /// ## Why is this bad
    /// `depends_on` names stages and jobs by identifier; with two of a kind nobody can tell which is meant.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", jobs: []}
    ///   - {identifier: "0", jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", jobs: []}
    ///   - {identifier: "1", jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/identifier", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    let references = References::of(run);
    let mut seen = HashMap::new();
    for (part, stage) in references.parts.iter().zip(&references.stage) {
        let field = part.get("identifier");
        let Some(name) = field.str().filter(|name| !name.is_empty()) else {
            continue;
        };
        if let Some(first) = seen.get(&(stage.is_some(), name)) {
            ctx.duplicate(field, name).related(*first, "first stands here");
        } else {
            seen.insert((stage.is_some(), name), field.span());
        }
    }
    for (part, reference) in nameless(&references) {
        ctx.required(
            part.get("identifier"),
            "identifier is missing, and something depends on it",
        )
        .related(reference.entry.span(), "this names nothing that is there");
    }
}
