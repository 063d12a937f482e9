use crate::check::{enums, name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// How a Job reacts to the way a pod failed.
    ///
    /// ## What it does
    /// Checks `podFailurePolicy`: at most 20 rules, each with an action (`FailJob`, `FailIndex`, `Ignore`, `Count`) and with
    /// exactly one of `onExitCodes` and `onPodConditions`. Exit codes are from 1 to 255 values, in rising order and without 0
    /// for the operator `In`; a container they name is in the pod template. Of conditions there are at most 20, each with a
    /// type and a status. `FailIndex` needs `backoffLimitPerIndex`.
    ///
    /// ## Why is this bad
    /// The server refuses the object. A rule that names no container of the template could never apply.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   podFailurePolicy:
    ///     rules:
    ///     - action: FailJob
    ///       onExitCodes: {containerName: worker, operator: In, values: [42]}
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   podFailurePolicy:
    ///     rules:
    ///     - action: FailJob
    ///       onExitCodes: {containerName: main, operator: In, values: [1, 42]}
    ///     - action: Ignore
    ///       onPodConditions: [{type: DisruptionTarget}]
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy>
    id: "job/pod-failure-policy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Job.batch", "CronJob.batch"], check),
}

/// The most rules, and the most conditions in a rule.
const MAX_RULES: usize = 20;
/// The most exit codes in a rule.
const MAX_CODES: usize = 255;

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = super::spec(object);
    let rules = spec.get("podFailurePolicy").get("rules");
    if rules.len() > MAX_RULES {
        ctx.too_many(rules, rules.len(), MAX_RULES);
    }
    for rule in rules.items() {
        check_rule(rule, spec, ctx);
    }
}

fn check_rule(rule: Field<'_>, spec: Field<'_>, ctx: &mut Context<'_>) {
    let action = rule.get("action");
    enums::check_required(action, ctx, &["Count", "FailIndex", "FailJob", "Ignore"]);
    if action.str() == Some("FailIndex") && spec.get("backoffLimitPerIndex").is_absent() {
        ctx.invalid(action, "FailIndex needs backoffLimitPerIndex")
            .help("set backoffLimitPerIndex, or use FailJob");
    }
    let codes = rule.get("onExitCodes");
    let conditions = rule.get("onPodConditions");
    if codes.is_set() {
        check_codes(codes, spec.at(&["template", "spec"]), ctx);
    }
    if conditions.len() > MAX_RULES {
        ctx.too_many(conditions, conditions.len(), MAX_RULES);
    }
    for condition in conditions.items() {
        check_condition(condition, ctx);
    }
    if codes.is_set() && !conditions.is_empty() {
        ctx.invalid(rule, "has both onExitCodes and onPodConditions")
            .help("write two rules");
    } else if codes.is_absent() && conditions.is_empty() {
        ctx.invalid(rule, "has neither onExitCodes nor onPodConditions");
    }
}

fn check_codes(codes: Field<'_>, pod: Field<'_>, ctx: &mut Context<'_>) {
    let container = codes.get("containerName");
    if let Some(text) = container.str()
        && !has_container(pod, text)
    {
        ctx.invalid(
            container,
            format!("{} is no container of the pod template", quote(text)),
        )
        .related(pod.get("containers").key_span(), "the containers are here");
    }
    let operator = codes.get("operator");
    enums::check_required(operator, ctx, &["In", "NotIn"]);
    let values = codes.get("values");
    if values.is_empty() {
        ctx.invalid(values, "must have at least one exit code");
    }
    if values.len() > MAX_CODES {
        ctx.too_many(values, values.len(), MAX_CODES);
    }
    let mut seen = std::collections::HashSet::new();
    let mut last = i64::MIN;
    let mut rising = true;
    for field in values.items() {
        let Some(code) = field.int_or(0) else { return };
        if code == 0 && operator.str() == Some("In") {
            ctx.invalid(field, "may not be 0 for the operator In")
                .help("exit code 0 is success");
        }
        if !seen.insert(code) {
            ctx.duplicate(field, &code.to_string());
        }
        rising &= last <= code;
        last = code;
    }
    if !rising {
        ctx.invalid(values, "exit codes must be in rising order");
    }
}

fn has_container(pod: Field<'_>, name: &str) -> bool {
    let lists = [pod.get("containers"), pod.get("initContainers")];
    lists
        .into_iter()
        .flat_map(Field::items)
        .any(|container| container.get("name").str_or("") == Some(name))
}

fn check_condition(condition: Field<'_>, ctx: &mut Context<'_>) {
    let kind = condition.get("type");
    if let Some(text) = kind.str_or("")
        && let Some(wrong) = name::qualified_name(text)
    {
        ctx.invalid(kind, format!("{} {wrong}", quote(text)));
    }
    enums::check_non_empty(condition.get("status"), ctx, &["False", "True", "Unknown"]);
}
