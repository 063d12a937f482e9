use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A Knative traffic target that does not say which revision it means.
    ///
    /// ## What it does
    /// Checks the targets of `spec.traffic` of Knative Services and Routes, and of Cloud Run services. A target is
    /// either fixed to a `revisionName` or follows the latest revision, so `latestRevision: true` and `revisionName`
    /// exclude each other. A Service has no `configurationName`; in a Route each target has it or a `revisionName`.
    /// `url` is written by the server into the status only.
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
    ///   - {revisionName: web-1, latestRevision: true, percent: 100}
    /// ```
    /// ```yaml,good
    /// apiVersion: serving.knative.dev/v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec:
    ///   template:
    ///     spec: {containers: [{image: "example.com/web:1"}]}
    ///   traffic:
    ///   - {revisionName: web-1, percent: 100}
    /// ```
    ///
    /// ## References
    /// - <https://knative.dev/docs/serving/traffic-management/>
    /// - <https://cloud.google.com/run/docs/rollouts-rollbacks-traffic-migration>
    id: "traffic/knative-target", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Route.serving.knative.dev", "Service.serving.knative.dev"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let service = object.kind() == "Service";
    for share in traffic::knative(object).shares {
        let target = share.target;
        if share.weight.is_wrong() {
            continue;
        }
        let [revision, configuration, latest, url] =
            target.members(["revisionName", "configurationName", "latestRevision", "url"]);
        if latest.bool() == Some(true) && !revision.is_empty() {
            ctx.invalid(
                latest,
                "the target is fixed to a revision, and cannot follow the latest one",
            )
            .related(revision.span(), "the revision")
            .help("remove latestRevision or revisionName");
        } else if latest.bool() == Some(false) && revision.is_empty() {
            ctx.invalid(latest, "the target names no revision, so it follows the latest one")
                .help("set revisionName, or remove latestRevision");
        }
        if !configuration.is_empty() && service {
            ctx.forbidden(configuration, "a target of a Service may not have a configurationName")
                .at(configuration.key_span());
        } else if !configuration.is_empty() && !revision.is_empty() {
            ctx.forbidden(configuration, "configurationName may not be set beside revisionName")
                .at(configuration.key_span())
                .related(revision.span(), "the revision");
        } else if !service && configuration.is_absent() && revision.is_absent() {
            ctx.required(
                target,
                "the target of a Route needs a configurationName or a revisionName",
            );
        }
        if !url.is_empty() {
            ctx.forbidden(url, "url may not be set, the server finds it")
                .at(url.key_span());
        }
    }
}
