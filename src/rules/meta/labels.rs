use super::kinds;
use crate::check::{labels, name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// Labels have keys and values that selectors can name.
    ///
    /// ## What it does
    /// Checks `metadata.labels`. A key is a name of up to 63 letters, digits, `-`, `_` and `.`, with or without a domain
    /// and a slash before it; a value is empty or such a name. Labels that the server itself adds count: a namespace's
    /// name, and the labels of the pod template where a Job or ReplicationController has none of its own.
    ///
    /// ## Why is this bad
    /// The server refuses the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: app, labels: {owner: team web}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: app, labels: {owner: team-web}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set>
    id: "meta/labels", origin: Server, severity: Error, since: "0.1.0",
    run: Run::AnyObject(&[], check),
}

fn check(object: &Object<'_>, meta: Field<'_>, ctx: &mut Context<'_>) {
    if !kinds::is_stored(object) {
        return;
    }
    let own = meta.get("labels");
    let is_namespace = (object.group(), object.kind()) == ("", "Namespace");
    if is_namespace {
        labels::check_without("kubernetes.io/metadata.name", own, ctx);
    } else {
        labels::check(own, ctx);
    }
    match (object.group(), object.kind()) {
        _ if is_namespace => {
            let field = meta.get("name");
            if let Some(text) = field.str()
                && let Some(wrong) = name::label_value(text)
            {
                ctx.invalid(own, format!("{}, which becomes a label, {wrong}", quote(text)))
                    .at(field.span());
            }
        }
        ("", "ReplicationController") | ("batch", "Job") if own.is_empty() => {
            if let Some(pod) = object.pod() {
                labels::check_as(pod.meta.get("labels"), || own, ctx);
            }
        }
        _ => {}
    }
}
