use super::kinds;
use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// Finalizers have names that tell who removes them.
    ///
    /// ## What it does
    /// Checks `metadata.finalizers`. Each is a qualified name, such as `example.com/cleanup`; without a domain only
    /// `kubernetes`, `orphan` and `foregroundDeletion` are known, and the last two exclude each other.
    ///
    /// ## Why is this bad
    /// The server refuses the object. An unknown finalizer would block its deletion for ever.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: app, finalizers: [cleanup]}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: app, finalizers: [example.com/cleanup]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/>
    id: "meta/finalizers", origin: Server, severity: Error, since: "0.1.0",
    run: Run::AnyObject(&["finalizers"], check),
}

fn check(object: &Object<'_>, meta: Field<'_>, ctx: &mut Context<'_>) {
    if !kinds::is_stored(object) {
        return;
    }
    let list = meta.get("finalizers");
    let strict = kinds::has_strict_finalizers(object);
    let (mut orphan, mut foreground) = (None, None);
    for finalizer in list.items() {
        let Some(text) = finalizer.str_or("") else { continue };
        match text {
            "orphan" => orphan = Some(finalizer.span()),
            "foregroundDeletion" => foreground = Some(finalizer.span()),
            _ => {}
        }
        if let Some(wrong) = name::qualified_name(text) {
            ctx.invalid(list, format!("{} {wrong}", quote(text)))
                .at(finalizer.span());
        }
        if strict && !text.contains('/') && !matches!(text, "kubernetes" | "orphan" | "foregroundDeletion") {
            ctx.invalid(finalizer, format!("{} has no domain", quote(text)))
                .help("put a domain and a slash before the name, such as example.com/cleanup");
        }
    }
    if let (Some(orphan), Some(foreground)) = (orphan, foreground) {
        ctx.invalid(list, "orphan and foregroundDeletion exclude each other")
            .at(orphan.max(foreground))
            .related(orphan.min(foreground), "the other stands here");
    }
}
