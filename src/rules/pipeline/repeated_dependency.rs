use std::collections::HashMap;

use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::stages_and_jobs;

declare_rule! {
    /// The same dependency twice.
    ///
    /// ## What it does
    /// Reports an entry of `depends_on` that stands there before.
    ///
    /// ## Why is this bad
    /// The second entry says nothing; often another one was meant.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", jobs: []}
    ///   - {identifier: "1", depends_on: ["0", "0"], jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", jobs: []}
    ///   - {identifier: "1", depends_on: ["0"], jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/repeated-dependency", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for part in stages_and_jobs(run) {
        let mut seen = HashMap::new();
        for entry in part.get("depends_on").items() {
            let Some(name) = entry.str() else { continue };
            if let Some(first) = seen.get(name) {
                ctx.advise(entry, format!("{name:?} stands here twice"))
                    .related(*first, "first stands here");
            } else {
                seen.insert(name, entry.span());
            }
        }
    }
}
