use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A ReplicationController has a template and selects its own pods.
    ///
    /// ## What it does
    /// Checks that `spec.template` is there and that `spec.selector`, which defaults to the labels of the template, is not
    /// empty and selects these labels.
    ///
    /// ## Why is this bad
    /// A selector that misses the pods made from the template would make the controller create pods without end. The server
    /// refuses it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ReplicationController
    /// metadata: {name: web}
    /// spec:
    ///   selector: {app: web}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ReplicationController
    /// metadata: {name: web}
    /// spec:
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/#pod-selector>
    id: "replicationcontroller/selector", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ReplicationController"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = object.get("spec");
    let selector = spec.get("selector");
    let template = spec.get("template");
    let labels = template.at(&["metadata", "labels"]);
    if template.is_absent() {
        ctx.required(template, "must be given");
    }
    if selector.is_empty() {
        if labels.is_empty() {
            ctx.required(selector, "must be given where the template has no labels")
                .help("give the template labels; they are the default");
        }
        return;
    }
    let fits = selector.entries().all(|want| {
        labels
            .entries()
            .any(|has| has.key == want.key && has.value.str_or("") == want.value.str_or(""))
    });
    if !fits && !template.is_absent() {
        check::workload::unfit(labels, selector, selector, ctx);
    }
}
