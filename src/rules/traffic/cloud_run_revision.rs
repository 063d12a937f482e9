use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A revision of a Cloud Run service with the name of another one.
    ///
    /// ## What it does
    /// Reports a `revisionName` in `spec.traffic` that does not start with the name of the service and a dash. A
    /// service is taken for one of Cloud Run where its metadata has annotations of `run.googleapis.com` or the label
    /// `cloud.googleapis.com/location`.
    ///
    /// ## Why is this bad
    /// Revisions belong to one service, and their names start with its name; traffic cannot go to those of another.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: serving.knative.dev/v1
    /// kind: Service
    /// metadata: {name: web, annotations: {run.googleapis.com/ingress: all}}
    /// spec:
    ///   template:
    ///     spec: {containers: [{image: "example.com/web:1"}]}
    ///   traffic:
    ///   - {revisionName: shop-00001-abc, percent: 100}
    /// ```
    /// ```yaml,good
    /// apiVersion: serving.knative.dev/v1
    /// kind: Service
    /// metadata: {name: web, annotations: {run.googleapis.com/ingress: all}}
    /// spec:
    ///   template:
    ///     spec: {containers: [{image: "example.com/web:1"}]}
    ///   traffic:
    ///   - {revisionName: web-00001-abc, percent: 100}
    /// ```
    ///
    /// ## References
    /// - <https://cloud.google.com/run/docs/rollouts-rollbacks-traffic-migration>
    id: "traffic/cloud-run-revision", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&["Service.serving.knative.dev"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let name = object.get("metadata").get("name");
    let Some(service) = name.str().filter(|name| !name.is_empty()) else {
        return;
    };
    if !traffic::is_cloud_run(object) {
        return;
    }
    for share in traffic::knative(object).shares {
        let revision = share.target.get("revisionName");
        let Some(text) = revision.str().filter(|text| !text.is_empty()) else {
            continue;
        };
        let own = text.strip_prefix(service).and_then(|rest| rest.strip_prefix('-'));
        if own.is_none_or(str::is_empty) {
            ctx.advise(
                revision,
                format!("{} is no revision of the Cloud Run service {service:?}", quote(text)),
            )
            .related(name.span(), "the service")
            .help(format!("names of its revisions start with \"{service}-\""));
        }
    }
}
