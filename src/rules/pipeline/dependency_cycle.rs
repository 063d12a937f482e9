use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::References;

declare_rule! {
    /// Stages or jobs that depend on themselves.
    ///
    /// ## What it does
    /// Follows `depends_on` and reports each way that leads back to where it began.
    ///
    /// ## Why is this bad
    /// None of the parts in the circle could ever start.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", depends_on: ["1"], jobs: []}
    ///   - {identifier: "1", depends_on: ["0"], jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", depends_on: [], jobs: []}
    ///   - {identifier: "1", depends_on: ["0"], jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/dependency-cycle", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

/// How many parts of a circle are shown.
const SHOWN: usize = 20;

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    let references = References::of(run);
    for circle in references.circles() {
        let edges: Vec<_> = circle.iter().map(|&edge| references.all[edge]).collect();
        let [first, rest @ ..] = &*edges else { continue };
        let kind = references.parts[first.dependent].level.name();
        let found = if rest.is_empty() {
            ctx.invalid(first.entry, format!("the {kind} depends on itself"))
        } else {
            let names = edges.iter().map(|edge| edge.name);
            let start = edges[edges.len() - 1].name;
            let mut way: Vec<_> = std::iter::once(start).chain(names).collect();
            if way.len() > SHOWN {
                way.splice(SHOWN / 2..way.len() - SHOWN / 2, ["..."]);
            }
            ctx.invalid(
                first.entry,
                format!("the {kind}s depend on each other: {}", way.join(" -> ")),
            )
        };
        found.help("remove one of the entries");
        for edge in rest.iter().take(SHOWN) {
            found.related(edge.entry.span(), "and this leads back");
        }
    }
}
