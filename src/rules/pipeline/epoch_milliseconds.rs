use crate::declare_rule;
use crate::diagnostic::Severity;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::pipeline::{DIGITS_13, EARLIEST, all, is_clock_behind, latest, latest_clock};

declare_rule! {
    /// A time that is not in milliseconds since 1970.
    ///
    /// ## What it does
    /// Checks that times have 13 digits: 10 are seconds, 16 microseconds. 0 stands for none. A time before 2015, or
    /// more than a day after `current_system_time` or, without one, after now, is a warning.
    ///
    /// ## Why is this bad
    /// Read as milliseconds, such a time is decades off.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// start_time: 1717401600
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
    id: "pipeline/epoch-milliseconds", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    let clock = run.get("current_system_time");
    time(clock, latest_clock(), ctx);
    if is_clock_behind(run) {
        ctx.invalid(clock, "the answer was given before the run").severity = Severity::Warning;
    }
    let latest = latest(run);
    for part in all(run) {
        time(part.get("start_time"), latest, ctx);
        time(part.get("end_time"), latest, ctx);
    }
}

fn time(field: Field<'_>, latest: i64, ctx: &mut Context<'_>) {
    let Some(time) = field.int().filter(|time| *time != 0) else {
        return;
    };
    if !DIGITS_13.contains(&time) {
        let found = ctx.invalid(field, format!("{time} is no time in milliseconds"));
        match time {
            1_000_000_000..=9_999_999_999 => found.help(format!("10 digits are seconds; write {time}000")),
            1_000_000_000_000_000..=9_999_999_999_999_999 => {
                found.help(format!("16 digits are microseconds; write {}", time / 1000))
            }
            _ => found.help("a time of today has 13 digits; 0 or null stands for none"),
        };
    } else if time < EARLIEST {
        ctx.invalid(field, format!("{time} is before 2015")).severity = Severity::Warning;
    } else if time > latest {
        ctx.invalid(field, format!("{time} is in the future")).severity = Severity::Warning;
    }
}
