use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::source::Span;
use crate::view::traffic;
use std::collections::HashMap;

declare_rule! {
    /// A tag of a Knative traffic target that is no name, or stands twice.
    ///
    /// ## What it does
    /// Checks `spec.traffic[].tag` of Knative Services and Routes, and of Cloud Run services: a DNS label that starts
    /// with a letter, and another one for each target.
    ///
    /// ## Why is this bad
    /// The tag becomes part of a host name that leads to one target; Knative's webhook refuses the object.
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
    ///   - {revisionName: web-1, percent: 60, tag: 1st}
    ///   - {latestRevision: true, percent: 40, tag: Next}
    /// ```
    /// ```yaml,good
    /// apiVersion: serving.knative.dev/v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec:
    ///   template:
    ///     spec: {containers: [{image: "example.com/web:1"}]}
    ///   traffic:
    ///   - {revisionName: web-1, percent: 60, tag: first}
    ///   - {latestRevision: true, percent: 40, tag: next}
    /// ```
    ///
    /// ## References
    /// - <https://knative.dev/docs/serving/traffic-management/>
    /// - <https://cloud.google.com/run/docs/rollouts-rollbacks-traffic-migration>
    id: "traffic/knative-tag", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Route.serving.knative.dev", "Service.serving.knative.dev"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for share in traffic::knative(object).shares {
        let tag = share.target.get("tag");
        let Some(text) = tag.str().filter(|text| !text.is_empty()) else {
            continue;
        };
        if let Some(wrong) = name::dns1035_label(text) {
            ctx.invalid(tag, format!("{} {wrong}", quote(text)));
        }
        if let Some(&first) = seen.get(text) {
            ctx.duplicate(tag, text).related(first, "the first target of this tag");
        } else {
            seen.insert(text, tag.span());
        }
    }
}
