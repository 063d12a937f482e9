use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A percentage of a Knative traffic target that is no whole number from 0 to 100.
    ///
    /// ## What it does
    /// Checks `spec.traffic[].percent` of Knative Services and Routes, and of Cloud Run services, which have the same
    /// shape. A percentage that is not given counts as 0.
    ///
    /// ## Why is this bad
    /// Knative's webhook refuses the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: serving.knative.dev/v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec:
    ///   template:
    ///     spec: {containers: [{image: "example.com/web:1"}]}
    ///   traffic:
    ///   - {revisionName: web-1, percent: 120}
    ///   - {latestRevision: true, percent: -20}
    /// ```
    /// ```yaml,good
    /// apiVersion: serving.knative.dev/v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec:
    ///   template:
    ///     spec: {containers: [{image: "example.com/web:1"}]}
    ///   traffic:
    ///   - {revisionName: web-1, percent: 60}
    ///   - {latestRevision: true, percent: 40}
    /// ```
    ///
    /// ## References
    /// - <https://knative.dev/docs/serving/traffic-management/>
    /// - <https://cloud.google.com/run/docs/rollouts-rollbacks-traffic-migration>
    id: "traffic/knative-percent", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Route.serving.knative.dev", "Service.serving.knative.dev"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    traffic::knative(object).check_each(ctx);
}
