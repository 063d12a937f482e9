use super::annotation;
use crate::check::autoscaling;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The target and the limits of a HorizontalPodAutoscaler.
    ///
    /// ## What it does
    /// Checks `scaleTargetRef` (kind, name, an API version with a group) and that `maxReplicas` is at least 1 and
    /// not below `minReplicas`, which may be 0 only beside an Object or External metric.
    ///
    /// ## Why is this bad
    /// Without these nothing can be scaled.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api}
    /// spec:
    ///   scaleTargetRef: {apiVersion: v1, kind: Deployment}
    ///   minReplicas: 5
    ///   maxReplicas: 2
    /// ```
    /// ```yaml,good
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api}
    /// spec:
    ///   scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
    ///   minReplicas: 1
    ///   maxReplicas: 10
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/>
    id: "horizontalpodautoscaler/replicas", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["HorizontalPodAutoscaler.autoscaling"], check),
}

fn check(autoscaler: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = autoscaler.get("spec");
    autoscaling::target(spec.get("scaleTargetRef"), true, ctx);
    let (min, max) = (spec.get("minReplicas"), spec.get("maxReplicas"));
    let (Some(low), Some(high)) = (min.int_or(1), max.int_or(0)) else {
        return;
    };
    if low < 0 {
        ctx.invalid(min, format!("{low} is below 0"));
    }
    if high < low {
        ctx.invalid(max, format!("{high} is below minReplicas, {low}"))
            .related(min.span(), "minReplicas");
    }
    if high == 0 {
        ctx.required(max, "an autoscaler needs its highest number of replicas");
    } else if high < 1 {
        ctx.invalid(max, format!("{high} is below 1"));
    }
    let kept = annotation::metrics(autoscaler);
    if low == 0 {
        let metrics = spec.get("metrics");
        let written = metrics.items().map(|metric| metric.get("type").str());
        let mut kinds = written.chain(kept.iter().map(|metric| metric["type"].as_str()));
        if !kinds.any(|kind| matches!(kind, Some("Object" | "External"))) {
            ctx.forbidden(metrics, "scaling to 0 replicas needs an Object or External metric")
                .at(metrics.key_span())
                .related(min.span(), "minReplicas is 0");
        }
    }
    let percentage = spec.get("targetCPUUtilizationPercentage");
    if let Some(value) = percentage.int().filter(|value| *value < 1) {
        // The server has made a metric of it by then, behind those of the annotation.
        ctx.invalid(percentage, format!("{value} is below 1")).path(format!(
            "spec.metrics[{}].resource.target.averageUtilization",
            kept.len()
        ));
    }
}
