use crate::declare_rule;
use crate::diagnostic::Severity;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::pipeline::{Level, all};

declare_rule! {
    /// An editable mark other than 0 and 1.
    ///
    /// ## What it does
    /// Checks that `multi_step_editable` of steps is 0 or 1. A boolean is a warning: the SDK describes the member as
    /// one, but the service sends numbers.
    ///
    /// ## Why is this bad
    /// Programs read it as a flag.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, steps: [{multi_step_editable: 2}]}]
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs: [{identifier: JOB_aBcDe, steps: [{multi_step_editable: 1}]}]
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/step-editable", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for step in all(run).into_iter().filter(|part| part.level == Level::Step) {
        let field = step.get("multi_step_editable");
        if let Some(flag) = field.bool() {
            ctx.invalid(field, format!("{flag} where 0 or 1 is wanted"))
                .help(format!("write {}", u8::from(flag)))
                .severity = Severity::Warning;
        } else if let Some(number) = field.int().filter(|number| !(0..=1).contains(number)) {
            ctx.invalid(field, format!("{number} is neither 0 nor 1"));
        }
    }
}
