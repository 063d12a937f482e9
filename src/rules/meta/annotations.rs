use super::kinds;
use crate::check::annotations;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// Annotations have well-formed keys and are not too large.
    ///
    /// ## What it does
    /// Checks `metadata.annotations`. A key is a name of up to 63 letters, digits, `-`, `_` and `.`, with or without a
    /// domain and a slash before it. All keys and values together have at most 256 KiB.
    ///
    /// ## Why is this bad
    /// The server refuses the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: app, annotations: {"who owns it": web}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: app, annotations: {example.com/owner: the web team}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set>
    id: "meta/annotations", origin: Server, severity: Error, since: "0.1.0",
    run: Run::AnyObject(&["annotations"], check),
}

fn check(object: &Object<'_>, meta: Field<'_>, ctx: &mut Context<'_>) {
    if kinds::is_stored(object) {
        annotations::check(meta.get("annotations"), ctx);
    }
}
