use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A subject that is not the run.
    ///
    /// ## What it does
    /// Reports `subject_id` that differs from `id`.
    ///
    /// ## Why is this bad
    /// Both are the id of the run.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// id: 18fe0d158534ace3ccd4d33046c73039
    /// subject_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// id: 18fe0d158534ace3ccd4d33046c73039
    /// subject_id: 18fe0d158534ace3ccd4d33046c73039
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/subject-id", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    let (id, subject) = (run.get("id"), run.get("subject_id"));
    if let (Some(one), Some(other)) = (id.str(), subject.str())
        && !one.eq_ignore_ascii_case(other)
        && one.len() == 32
    {
        ctx.advise(subject, format!("{} is not the id of the run", quote(other)))
            .related(id.span(), "the id of the run");
    }
}
