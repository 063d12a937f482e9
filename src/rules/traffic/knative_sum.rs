use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// Percentages of Knative traffic targets that do not add up to 100.
    ///
    /// ## What it does
    /// Adds up `spec.traffic[].percent` of Knative Services and Routes, and of Cloud Run services. A percentage that is
    /// not given counts as 0. A Service without `traffic` sends all of it to the latest revision; a Route has no such
    /// default.
    ///
    /// ## Why is this bad
    /// Knative's webhook refuses the object, and nothing puts the numbers right.
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
    ///   - {revisionName: web-1, percent: 60}
    ///   - {latestRevision: true, percent: 30}
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
    id: "traffic/knative-sum", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Route.serving.knative.dev", "Service.serving.knative.dev"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let split = traffic::knative(object);
    let default = object.kind() == "Service" || split.list.is_wrong();
    let count = ctx.count();
    if split.list.is_list() && !split.shares.is_empty() {
        split.check_hundred(ctx);
    } else if !default && (split.list.is_absent() || split.list.is_list()) {
        ctx.required(split.list, "no target for the traffic")
            .at(split.list.key_span())
            .help("let the shares add up to 100");
    }
    if traffic::is_cloud_run(object) {
        for found in ctx.found_since(count) {
            found.message.push_str(", in this Cloud Run service");
        }
    }
}
