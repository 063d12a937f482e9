use super::sources;
use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// Ids of a repository that differ or are no numbers.
    ///
    /// ## What it does
    /// Checks that `codehub_id` of a source and of what was built from it are decimal digits and the same.
    ///
    /// ## Why is this bad
    /// Both name the repository of the source.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {codehub_id: "2000000001", build_params: {codehub_id: "2000000002"}}}
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// sources:
    ///   - {type: code, params: {codehub_id: "2000000001", build_params: {codehub_id: "2000000001"}}}
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/codehub-id", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for source in sources(run) {
        let (outer, inner) = (source.params.get("codehub_id"), source.built.get("codehub_id"));
        let ids = (number(outer, ctx), number(inner, ctx));
        if let (Some(one), Some(other)) = ids
            && one != other
        {
            ctx.advise(inner, format!("{other:?} is not the repository of the source, {one:?}"))
                .related(outer.span(), "the repository of the source");
        }
    }
}

fn number<'d>(field: Field<'d>, ctx: &mut Context<'_>) -> Option<&'d str> {
    let id = field.str().filter(|id| !id.is_empty())?;
    if id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(id);
    }
    ctx.advise(field, format!("{} is no number", quote(id)));
    None
}
