use super::kinds;
use crate::check::{missing, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// Owner references are complete and name possible owners.
    ///
    /// ## What it does
    /// Checks `metadata.ownerReferences`: each names apiVersion, kind, name and uid, an Event owns nothing, and one owner
    /// at most is the controller. The same reference twice gets the server's warning.
    ///
    /// ## Why is this bad
    /// The server refuses the object. With two controllers it would be managed twice.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    ///   ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: app
    ///   ownerReferences:
    ///   - {apiVersion: apps/v1, kind: Deployment, name: web, uid: 6ba7b810-9dad-11d1-80b4-00c04fd430c8}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/>
    id: "meta/owner-references", origin: Server, severity: Error, since: "0.1.0",
    run: Run::AnyObject(&["ownerReferences"], check),
}

fn check(object: &Object<'_>, meta: Field<'_>, ctx: &mut Context<'_>) {
    if !kinds::is_stored(object) {
        return;
    }
    let list = meta.get("ownerReferences");
    let mut controller: Option<Field<'_>> = None;
    for (index, owner) in list.items().enumerate() {
        // The server drops what stands there twice before it looks.
        if let Some(first) = list.items().take(index).find(|other| is_same(*other, owner)) {
            ctx.warn(list, "the same owner is named twice")
                .at(owner.key_span())
                .related(first.key_span(), "the first one");
            continue;
        }
        check_owner(owner, ctx);
        if owner.get("controller").bool() == Some(true) {
            match controller {
                Some(first) => {
                    ctx.invalid(list, "only one owner may be the controller")
                        .at(owner.get("controller").span())
                        .related(first.get("controller").span(), "the first one");
                }
                None => controller = Some(owner),
            }
        }
    }
}

fn check_owner(owner: Field<'_>, ctx: &mut Context<'_>) {
    let version = owner.get("apiVersion");
    let group_version = version.str_or("").map(|text| {
        let (group, version) = text.split_once('/').unwrap_or(("", text));
        (text, group, version)
    });
    match group_version {
        Some(("", ..)) => {
            ctx.required(version, missing(version));
        }
        Some((text, _, version_part)) if version_part.is_empty() || version_part.contains('/') => {
            ctx.invalid(
                version,
                format!("{} is not a version, or a group, '/' and a version", quote(text)),
            );
        }
        _ => {}
    }
    for key in ["kind", "name", "uid"] {
        let field = owner.get(key);
        if field.str_or("") == Some("") {
            ctx.required(field, missing(field));
        }
    }
    if let Some((_, "", "v1")) = group_version
        && owner.get("kind").str() == Some("Event")
    {
        ctx.invalid(owner, "an Event cannot own anything")
            .at(owner.get("kind").span());
    }
}

/// Whether two references are equal in all fields.
fn is_same(a: Field<'_>, b: Field<'_>) -> bool {
    let text = |key| a.get(key).str_or("") == b.get(key).str_or("");
    let flag = |key| a.get(key).bool() == b.get(key).bool();
    ["apiVersion", "kind", "name", "uid"].into_iter().all(text)
        && ["controller", "blockOwnerDeletion"].into_iter().all(flag)
}
