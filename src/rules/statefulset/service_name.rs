use crate::check::name;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A StatefulSet names a Service by a DNS label.
    ///
    /// ## What it does
    /// Checks that `spec.serviceName`, where it is not empty, could be the name of a Service as DNS writes it: lower case
    /// letters, digits and inner dashes, up to 63.
    ///
    /// ## Why is this bad
    /// The name becomes part of the host names of the pods. The server refuses others.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: web}
    /// spec:
    ///   serviceName: web.default
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: web}
    /// spec:
    ///   serviceName: web
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id>
    id: "statefulset/service-name", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["StatefulSet.apps"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    name::check_non_empty(object.get("spec").get("serviceName"), ctx, name::dns1123_label);
}
