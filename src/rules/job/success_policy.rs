use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// When an indexed Job succeeds early.
    ///
    /// ## What it does
    /// Checks `successPolicy`: it needs `completionMode: Indexed` and has from 1 to 20 rules, each with `succeededIndexes`,
    /// `succeededCount` or both. Indexes are numbers and ranges such as `0,2-4`, rising and below `completions`; the count is
    /// at most `completions` and the number of indexes.
    ///
    /// ## Why is this bad
    /// The server refuses the object: a rule that asks for more than there is could never be met.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   completionMode: Indexed
    ///   completions: 4
    ///   successPolicy: {rules: [{succeededIndexes: "0-4"}]}
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   completionMode: Indexed
    ///   completions: 4
    ///   successPolicy: {rules: [{succeededIndexes: "0,2-3", succeededCount: 2}]}
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy>
    id: "job/success-policy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Job.batch", "CronJob.batch"], check),
}

/// The most rules.
const MAX_RULES: usize = 20;
/// The longest list of indexes, in bytes.
const MAX_INDEXES: usize = 65536;

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = super::spec(object);
    let policy = spec.get("successPolicy");
    if policy.is_absent() {
        return;
    }
    match super::mode(spec) {
        Some("Indexed") => {}
        Some(_) => {
            ctx.invalid(policy, "needs completionMode: Indexed")
                .at(policy.key_span());
            return;
        }
        None => return,
    }
    let rules = policy.get("rules");
    if rules.is_empty() {
        ctx.required(rules, "must have at least one rule");
    }
    if rules.len() > MAX_RULES {
        ctx.too_many(rules, rules.len(), MAX_RULES);
    }
    for rule in rules.items() {
        check_rule(rule, ctx);
    }
}

fn check_rule(rule: Field<'_>, ctx: &mut Context<'_>) {
    let count = rule.get("succeededCount");
    let indexes = rule.get("succeededIndexes");
    if count.is_absent() && indexes.is_absent() {
        ctx.required(rule, "must have succeededIndexes or succeededCount");
        return;
    }
    // Without completions the server has nothing to compare with.
    let Some(Some(completions)) = super::completions(ctx.object()) else {
        return;
    };
    let total = indexes.str().map(|text| {
        if text.len() > MAX_INDEXES {
            ctx.too_long(indexes, MAX_INDEXES);
        }
        parse(text, completions).unwrap_or_else(|wrong| {
            ctx.invalid(indexes, format!("{} {wrong}", quote(text)));
            0
        })
    });
    let Some(wanted) = count.int() else { return };
    if wanted < 0 {
        ctx.invalid(count, format!("{wanted} is below 0"));
    }
    if wanted > completions {
        ctx.invalid(count, format!("{wanted} is above completions, {completions}"));
    } else if let Some(total) = total
        && wanted > total
    {
        ctx.invalid(count, format!("{wanted} is above {total}, the number of indexes"))
            .related(indexes.span(), "the indexes");
    }
}

/// The number of indexes in a list such as `0,2-4`.
fn parse(text: &str, completions: i64) -> Result<i64, String> {
    if text.is_empty() {
        return Ok(0);
    }
    let mut total = 0;
    let mut last: Option<i64> = None;
    for part in text.split(',') {
        if part.matches('-').count() > 1 {
            return Err(format!("has {}, which is no range", quote(part)));
        }
        let mut first = None;
        for number in part.split('-') {
            let index: i64 = number
                .parse()
                .map_err(|_| format!("has {} where an index must be", quote(number)))?;
            if index >= completions {
                return Err(format!("has the index {index}, and completions is {completions}"));
            }
            if let Some(last) = last
                && last >= index
            {
                return Err(format!("has {index} after {last}, and indexes must rise"));
            }
            last = Some(index);
            total += first.map_or(1, |first| index - first);
            first = Some(index);
        }
    }
    Ok(total)
}
