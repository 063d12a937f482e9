use super::annotation;
use crate::check::{autoscaling, name, quantity, quote, resource};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The metrics of a HorizontalPodAutoscaler.
    ///
    /// ## What it does
    /// Checks each of `spec.metrics`: a known type, the source that belongs to it and no other, names, selectors,
    /// and a target with the value that its source takes.
    ///
    /// ## Why is this bad
    /// The autoscaler would not know what to measure, or against what.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api}
    /// spec:
    ///   scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
    ///   maxReplicas: 10
    ///   metrics:
    ///   - {type: CPU}
    ///   - {type: Resource, pods: {metric: {name: a/b}, target: {type: Average}}}
    ///   - {type: Resource, resource: {target: {type: Utilization, averageUtilization: 0}}}
    ///   - {type: External, external: {metric: {name: q}, target: {type: Value, value: 1, averageValue: 2}}}
    /// ```
    /// ```yaml,good
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api}
    /// spec:
    ///   scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
    ///   maxReplicas: 10
    ///   metrics:
    ///   - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}
    ///   - {type: External, external: {metric: {name: q}, target: {type: AverageValue, averageValue: 30}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-resource-metrics>
    id: "horizontalpodautoscaler/metrics", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["HorizontalPodAutoscaler.autoscaling"], check),
}

/// Each type and the source that belongs to it.
const SOURCES: [(&str, &str); 5] = [
    ("Object", "object"),
    ("External", "external"),
    ("Pods", "pods"),
    ("Resource", "resource"),
    ("ContainerResource", "containerResource"),
];

fn check(autoscaler: &Object<'_>, ctx: &mut Context<'_>) {
    check_spec(autoscaler.get("spec"), ctx);
    annotation::check_metrics(autoscaler, &RULE, ctx, check_spec);
}

fn check_spec(spec: Field<'_>, ctx: &mut Context<'_>) {
    for metric in spec.get("metrics").items() {
        check_metric(metric, ctx);
    }
}

fn check_metric(metric: Field<'_>, ctx: &mut Context<'_>) {
    let kind = metric.get("type");
    let Some(text) = kind.str_or("") else { return };
    let known = SOURCES.iter().find(|(known, _)| *known == text);
    if text.is_empty() {
        ctx.required(kind, "a metric needs its type");
    }
    if known.is_none() {
        let mut names = SOURCES.map(|(known, _)| known);
        names.sort_unstable();
        ctx.not_supported(kind, text, &names);
    }
    let sources: Vec<Field<'_>> = SOURCES
        .iter()
        .map(|(_, name)| metric.get(name))
        .filter(|source| source.is_set())
        .collect();
    // Of several sources the server looks into the first only.
    if let Some(first) = sources.first() {
        check_source(first.name(), *first, ctx);
    }
    for source in sources.iter().filter(|_| sources.len() > 1) {
        if known.is_none_or(|(_, own)| *own != source.name()) {
            ctx.forbidden(*source, "stands only with its own type, and without other sources")
                .at(source.key_span());
        }
    }
    if let Some((_, own)) = known
        && metric.get(own).is_absent()
    {
        ctx.required(metric.get(own), format!("a metric of type {text} needs {own}"));
    }
}

fn check_source(name: &str, source: Field<'_>, ctx: &mut Context<'_>) {
    let target = source.get("target");
    let [value, average] = target.members(["value", "averageValue"]);
    match name {
        "object" => {
            autoscaling::target(source.get("describedObject"), false, ctx);
            check_identifier(source.get("metric"), ctx);
            check_target(target, ctx);
            if !value.is_set() && !average.is_set() {
                ctx.required(average, "the target needs value or averageValue");
            }
        }
        "external" => {
            check_identifier(source.get("metric"), ctx);
            check_target(target, ctx);
            match (value.is_set(), average.is_set()) {
                (false, false) => {
                    ctx.required(average, "the target needs value or averageValue");
                }
                (true, true) => {
                    ctx.forbidden(value, "value and averageValue exclude each other")
                        .related(average.key_span(), "the other");
                }
                _ => {}
            }
        }
        "pods" => {
            check_identifier(source.get("metric"), ctx);
            check_target(target, ctx);
            if !average.is_set() {
                ctx.required(average, "the target needs averageValue");
            }
        }
        _ => check_resource(name, source, ctx),
    }
}

fn check_resource(kind: &str, source: Field<'_>, ctx: &mut Context<'_>) {
    let (resource_name, target) = (source.get("name"), source.get("target"));
    if resource_name.is_empty() {
        ctx.required(resource_name, "the name of the resource is missing");
    }
    if kind == "containerResource" {
        if let Some(fault) = resource_name
            .str()
            .filter(|text| !text.is_empty())
            .and_then(resource::container_resource_name)
        {
            ctx.invalid(
                resource_name,
                format!("{} {fault}", quote(resource_name.str().unwrap_or_default())),
            );
        }
        let container = source.get("container");
        if container.is_empty() {
            ctx.required(container, "the name of the container is missing");
        }
        name::check_non_empty(container, ctx, name::dns1123_label);
    }
    check_target(target, ctx);
    let (utilization, average) = (target.get("averageUtilization"), target.get("averageValue"));
    match (utilization.is_set(), average.is_set()) {
        (false, false) => {
            ctx.required(utilization, "the target needs averageUtilization or averageValue");
        }
        (true, true) => {
            ctx.forbidden(average, "averageUtilization and averageValue exclude each other")
                .related(utilization.key_span(), "the other");
        }
        _ => {}
    }
}

fn check_identifier(metric: Field<'_>, ctx: &mut Context<'_>) {
    let name = metric.get("name");
    if name.is_empty() {
        ctx.required(name, "the name of the metric is missing");
    }
    name::check_non_empty(name, ctx, name::path_segment);
}

fn check_target(target: Field<'_>, ctx: &mut Context<'_>) {
    let kind = target.get("type");
    let Some(text) = kind.str_or("") else { return };
    if text.is_empty() {
        ctx.required(kind, "a target needs its type");
    }
    if !matches!(text, "Utilization" | "Value" | "AverageValue") {
        ctx.invalid(
            kind,
            format!("{} is neither Utilization, Value nor AverageValue", quote(text)),
        );
    }
    for amount in target.members(["value", "averageValue"]) {
        if quantity::Quantity::of(amount).is_some_and(|quantity| !quantity.is_positive()) {
            ctx.invalid(amount, format!("{} is not above 0", quantity::shown(amount)));
        }
    }
    let utilization = target.get("averageUtilization");
    if let Some(value) = utilization.int().filter(|value| *value < 1) {
        ctx.invalid(utilization, format!("{value} is not above 0"));
    }
}
