use super::kinds;
use crate::declare_rule;
use crate::diagnostic::Severity;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// Fields that the server fills in are left to it.
    ///
    /// ## What it does
    /// Checks the fields of `metadata` that belong to the server where a value of one's own does harm: `generation` may
    /// not be negative, and a `resourceVersion` keeps a new object from being created.
    ///
    /// ## Why is this bad
    /// The server refuses the object. Such fields come with manifests copied out of a cluster.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: app, resourceVersion: "48151623"}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: app}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions>
    id: "meta/system-fields", origin: Server, severity: Error, since: "0.1.0",
    run: Run::AnyObject(&["generation", "resourceVersion"], check),
}

fn check(object: &Object<'_>, meta: Field<'_>, ctx: &mut Context<'_>) {
    if !kinds::is_stored(object) {
        return;
    }
    let generation = meta.get("generation");
    if let Some(value) = generation.int()
        && value < 0
        && !kinds::resets_generation(object)
    {
        ctx.invalid(generation, format!("{value} is below 0"))
            .help("remove it: the server counts generations itself");
    }
    let version = meta.get("resourceVersion");
    // What is no number, and 0, counts as not given.
    if version
        .str()
        .is_some_and(|text| text.parse().is_ok_and(|number: u64| number != 0))
    {
        let message = "a new object may not have a resource version";
        let found = if kinds::is_cluster_scoped(object) {
            // A dry run accepts it, though the real thing fails.
            let found = ctx.advise(version, message);
            found.severity = Severity::Warning;
            found
        } else {
            ctx.invalid(version, message)
        };
        found.help("remove it, unless the manifest only ever replaces an object that exists");
    }
}
