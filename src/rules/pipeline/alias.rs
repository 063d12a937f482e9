use std::collections::HashMap;

use super::sources;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// Aliases that do not tell sources apart.
    ///
    /// ## What it does
    /// Reports two sources with the same `alias`, an empty one included, where there are several, and one that is not
    /// made of at most 128 letters, digits and `_`.
    ///
    /// ## Why is this bad
    /// The alias goes before the names of the parameters of a source.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {alias: app}}
    ///   - {type: code, params: {alias: app}}
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {alias: app}}
    ///   - {type: code, params: {alias: docs}}
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/alias", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    let mut seen = HashMap::new();
    for source in sources(run) {
        let field = source.params.get("alias");
        let Some(alias) = field.str_or("") else { continue };
        if let Some(first) = seen.get(alias) {
            ctx.advise(field, format!("a second source with the alias {alias:?}"))
                .related(*first, "the first one");
        } else {
            seen.insert(alias, field.span());
        }
    }
}
