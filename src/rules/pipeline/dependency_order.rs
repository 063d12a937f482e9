use super::is_ahead;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::References;

declare_rule! {
    /// A stage that depends on a later one.
    ///
    /// ## What it does
    /// Reports a stage whose `depends_on` names a stage that stands after it and has a greater `sequence`.
    ///
    /// ## Why is this bad
    /// Stages run in the order of their sequence; what comes later cannot be waited for.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", sequence: 0, depends_on: ["1"], jobs: []}
    ///   - {identifier: "1", sequence: 1, jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", sequence: 0, jobs: []}
    ///   - {identifier: "1", sequence: 1, depends_on: ["0"], jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/dependency-order", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for (stage, entry, needed) in References::of(run).sound() {
        let (own, other) = (stage.get("sequence").int(), needed.get("sequence"));
        if let (Some(own), Some(later)) = (own, other.int())
            && is_ahead(stage, needed)
        {
            ctx.advise(
                entry,
                format!("the stage has sequence {own} and depends on sequence {later}"),
            )
            .related(other.span(), "the later one");
        }
    }
}
