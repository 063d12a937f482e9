//! References to what is scaled or measured.

use super::{name, quote};
use crate::rule::Context;
use crate::view::Field;

/// A reference by kind, name and API version; with `grouped`, to a kind that can be scaled.
pub fn target(reference: Field<'_>, grouped: bool, ctx: &mut Context<'_>) {
    for part in reference.members(["kind", "name"]) {
        if part.is_empty() {
            ctx.required(part, format!("the {} is missing", part.name()));
        }
        name::check_non_empty(part, ctx, name::path_segment);
    }
    let version = reference.get("apiVersion");
    let Some(text) = version.str_or("") else { return };
    let core = matches!(reference.get("kind").str_or(""), Some("ReplicationController") | None);
    if text.matches('/').count() > 1 {
        ctx.invalid(version, format!("{} is not group/version", quote(text)));
    } else if grouped && !core && text.split_once('/').is_none_or(|(group, _)| group.is_empty()) {
        ctx.invalid(version, "the API group is missing")
            .help("write it as group/version, such as apps/v1");
    }
}
