use super::kinds;
use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The namespace of an object can exist.
    ///
    /// ## What it does
    /// Checks that `metadata.namespace` of a kind that lives in namespaces is a DNS label.
    ///
    /// ## Why is this bad
    /// No namespace can have such a name, so no server can accept the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: app, namespace: team.web}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: app, namespace: team-web}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/>
    id: "meta/namespace", origin: Server, severity: Error, since: "0.1.0",
    run: Run::AnyObject(&["namespace"], check),
}

fn check(object: &Object<'_>, meta: Field<'_>, ctx: &mut Context<'_>) {
    // Of a cluster-wide object the server drops the namespace.
    if kinds::is_cluster_scoped(object) || !kinds::is_stored(object) {
        return;
    }
    let namespace = meta.get("namespace");
    if let Some(text) = namespace.str()
        && !text.is_empty()
        && let Some(wrong) = name::dns1123_label(text)
    {
        ctx.invalid(namespace, format!("{} {wrong}", quote(text)));
    }
}
