use super::annotation;
use crate::check::{int, quantity};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The scaling behaviour of a HorizontalPodAutoscaler.
    ///
    /// ## What it does
    /// Checks `spec.behavior`: windows of at most an hour, a known selection, at least one policy where any list is
    /// given, and policies with a known type, a value above 0 and a period of at most half an hour.
    ///
    /// ## Why is this bad
    /// Rules outside these limits would stop scaling or make it jump.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api}
    /// spec:
    ///   scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
    ///   maxReplicas: 10
    ///   behavior:
    ///     scaleUp: {stabilizationWindowSeconds: 3601, policies: []}
    ///     scaleDown: {selectPolicy: Fast, tolerance: -1, policies: [{type: Nodes, value: 0, periodSeconds: 1801}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api}
    /// spec:
    ///   scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
    ///   maxReplicas: 10
    ///   behavior:
    ///     scaleUp: {stabilizationWindowSeconds: 0, selectPolicy: Disabled}
    ///     scaleDown: {selectPolicy: Min, policies: [{type: Percent, value: 10, periodSeconds: 60}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior>
    id: "horizontalpodautoscaler/behavior", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["HorizontalPodAutoscaler.autoscaling"], check),
}

const SELECTIONS: [&str; 3] = ["Disabled", "Max", "Min"];
const MAX_WINDOW: i64 = 3600;
const MAX_PERIOD: i64 = 1800;

fn check(autoscaler: &Object<'_>, ctx: &mut Context<'_>) {
    check_spec(autoscaler.get("spec"), ctx);
    annotation::check_behavior(autoscaler, &RULE, ctx, check_spec);
}

fn check_spec(spec: Field<'_>, ctx: &mut Context<'_>) {
    for direction in ["scaleUp", "scaleDown"] {
        let rules = spec.get("behavior").get(direction);
        if rules.is_set() {
            check_rules(rules, ctx);
        }
    }
}

fn check_rules(rules: Field<'_>, ctx: &mut Context<'_>) {
    int::in_range(rules.get("stabilizationWindowSeconds"), ctx, 0..=MAX_WINDOW);
    let select = rules.get("selectPolicy");
    if let Some(text) = select.str().filter(|text| !SELECTIONS.contains(text)) {
        ctx.not_supported(select, text, &SELECTIONS);
    }
    quantity::non_negative(rules.get("tolerance"), ctx);
    let policies = rules.get("policies");
    if policies.is_set() && policies.is_empty() {
        ctx.required(policies, "at least one policy is needed")
            .help("remove the list to get the defaults");
    }
    for policy in policies.items() {
        check_policy(policy, ctx);
    }
}

fn check_policy(policy: Field<'_>, ctx: &mut Context<'_>) {
    let [kind, value, period] = policy.members(["type", "value", "periodSeconds"]);
    if let Some(text) = kind.str_or("").filter(|text| !matches!(*text, "Pods" | "Percent")) {
        ctx.not_supported(kind, text, &["Percent", "Pods"]);
    }
    for field in [value, period] {
        if let Some(number) = field.int_or(0).filter(|number| *number <= 0) {
            ctx.invalid(field, format!("{number} is not above 0"));
        }
    }
    if let Some(seconds) = period.int().filter(|seconds| *seconds > MAX_PERIOD) {
        ctx.invalid(period, format!("{seconds} is above {MAX_PERIOD}"));
    }
}
