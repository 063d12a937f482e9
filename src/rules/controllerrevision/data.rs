use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::yaml::Kind;

declare_rule! {
    /// A ControllerRevision holds an object and its number.
    ///
    /// ## What it does
    /// Checks that `data` is there and is a JSON object, and that `revision` is 0 or more.
    ///
    /// ## Why is this bad
    /// The server refuses the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: ControllerRevision
    /// metadata: {name: web-1}
    /// revision: 1
    /// data: spec
    /// ```
    /// ```yaml,good
    /// apiVersion: apps/v1
    /// kind: ControllerRevision
    /// metadata: {name: web-1}
    /// revision: 1
    /// data: {spec: {}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/>
    id: "controllerrevision/data", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ControllerRevision.apps"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let data = object.get("data");
    if data.is_absent() {
        ctx.required(data, "must be given");
    } else if data.node().is_some_and(|node| node.kind() != Kind::Map) {
        ctx.required(data, "must be an object");
    }
    check::int::non_negative(object.get("revision"), ctx);
}
