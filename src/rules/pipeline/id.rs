use crate::declare_rule;
use crate::diagnostic::Severity;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::pipeline::{Level, all};

declare_rule! {
    /// An id that is not 32 letters and digits.
    ///
    /// ## What it does
    /// Checks the ids of run, pipeline, user, account, project, group, stages and steps, and the last dispatch of
    /// steps. For jobs no form is documented, so there it is a warning. Capital letters are worth a note: the service
    /// writes small ones.
    ///
    /// ## Why is this bad
    /// Calls that take such an id refuse it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// id: run-1
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// id: 18fe0d158534ace3ccd4d33046c73039
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/id", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for part in all(run) {
        let names: &[&str] = match part.level {
            Level::Run => &[
                "id",
                "pipeline_id",
                "executor_id",
                "domain_id",
                "project_id",
                "group_id",
            ],
            Level::Stage => &["id"],
            Level::Job | Level::Step => &["id", "last_dispatch_id"],
        };
        for field in names.iter().map(|name| part.get(name)).filter(is_shouted) {
            ctx.advise(field, "an id with capital letters")
                .help("ids are compared letter by letter, and the service writes small ones")
                .severity = Severity::Info;
        }
    }
}

/// Whether an id has the right form but for capital letters.
fn is_shouted(field: &Field<'_>) -> bool {
    field.str().is_some_and(|id| {
        id.len() == 32
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && id.bytes().any(|byte| byte.is_ascii_uppercase())
    })
}
