use std::collections::HashMap;

use crate::declare_rule;
use crate::diagnostic::Severity;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::pipeline::{Level, Part, all};

declare_rule! {
    /// Siblings that are not counted from 0 in order.
    ///
    /// ## What it does
    /// Checks that `sequence` of stages, of the jobs of a stage and of the steps of a list starts at 0 and grows by one
    /// in the order of the document. Two stages with the same one are an error; jobs may share one to run together,
    /// which is a warning as are gaps and a wrong order.
    ///
    /// ## Why is this bad
    /// The order of the run is read from it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", sequence: 0, jobs: []}
    ///   - {identifier: "1", sequence: 0, jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", sequence: 0, jobs: []}
    ///   - {identifier: "1", sequence: 1, jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/sequence", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for part in all(run) {
        for list in part.lists() {
            siblings(&part.parts(list).collect::<Vec<_>>(), ctx);
        }
    }
}

fn siblings(parts: &[Part<'_>], ctx: &mut Context<'_>) {
    let numbers = parts.iter().map(|part| {
        let field = part.get("sequence");
        field.int().filter(|number| *number >= 0).map(|number| (field, number))
    });
    // With one of them missing or at fault, nobody knows its place.
    let Some(numbers) = numbers.collect::<Option<Vec<_>>>() else {
        return;
    };
    let strict = parts.first().is_some_and(|part| part.level == Level::Stage);
    let twins = twins(&numbers, strict, ctx);
    let (mut next, mut shift) = (0, 0);
    for (index, &(field, number)) in numbers.iter().enumerate() {
        if twins[index] {
            continue;
        }
        // Twins may have taken places of their own, or not.
        let most = i64::try_from(index).unwrap_or(i64::MAX).saturating_add(shift);
        if (next..=most).contains(&number) {
            next = number + 1;
            continue;
        }
        ctx.advise(field, format!("sequence {number} where {} is expected", next.min(most)));
        let follows = numbers.get(index + 1).is_some_and(|&(_, after)| after > number);
        if number > most && follows {
            shift += number - most;
            next = number + 1;
        }
    }
}

/// Reports numbers that stand twice, at the one that is out of its place, and tells which those are.
fn twins(numbers: &[(Field<'_>, i64)], strict: bool, ctx: &mut Context<'_>) -> Vec<bool> {
    let mut twins = vec![false; numbers.len()];
    let mut seen: HashMap<i64, usize> = HashMap::new();
    for (index, &(field, number)) in numbers.iter().enumerate() {
        let Some(&first) = seen.get(&number) else {
            seen.insert(number, index);
            continue;
        };
        let in_place = usize::try_from(number).is_ok_and(|place| place == index);
        let (wrong, other) = if in_place && !twins[first] {
            (first, index)
        } else {
            (index, first)
        };
        twins[wrong] = true;
        seen.insert(number, other);
        let (at, twin) = if wrong == index {
            (field, numbers[first].0)
        } else {
            (numbers[first].0, field)
        };
        let severity = if strict { Severity::Error } else { Severity::Warning };
        ctx.duplicate(at, &number.to_string())
            .related(twin.span(), "the other one")
            .severity = severity;
    }
    twins
}
