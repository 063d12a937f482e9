use crate::declare_rule;
use crate::diagnostic::Severity;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A member of the wrong type.
    ///
    /// ## What it does
    /// Compares every member with the type in the API reference. Times, sequences and `multi_step_editable` are
    /// numbers; `parallel`, `async`, `timeout` and `resource` are text although they hold flags, numbers and JSON. Null
    /// stands for nothing everywhere but in the ids of run, pipeline and project, the run's status, and the name and
    /// identifier of stages and jobs. `current_system_time` as text is a warning: an older edition of the reference has
    /// it so.
    ///
    /// ## Why is this bad
    /// Programs that read the answer fail on a value of another type.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// start_time: "1717401600000"
    /// stages: []
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// start_time: 1717401600000
    /// stages: []
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/type", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    let clock = run.get("current_system_time");
    if clock.str().is_some() {
        ctx.type_invalid(clock, "a string where integer is wanted")
            .help("write the number of milliseconds without quotes")
            .severity = Severity::Warning;
    }
}
