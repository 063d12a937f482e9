//! Metadata inside objects: of pod templates, and of templates of claims.

use super::{annotations, labels};
use crate::rule::Context;
use crate::view::Field;

/// The labels and annotations of a pod template. The server leaves `metadata` out of their paths.
pub fn template(template: Field<'_>, ctx: &mut Context<'_>) {
    let [labels, annotations] = template.get("metadata").members(["labels", "annotations"]);
    labels::check_as(labels, || template.get("labels"), ctx);
    annotations::check_as(annotations, || template.get("annotations"), ctx);
}

/// Fields of metadata besides labels and annotations.
const OTHERS: [&str; 13] = [
    "name",
    "generateName",
    "namespace",
    "selfLink",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "ownerReferences",
    "finalizers",
    "managedFields",
];

/// The metadata of a template from which a claim is made: labels and annotations, nothing else.
pub fn claim_template(meta: Field<'_>, ctx: &mut Context<'_>) {
    labels::check(meta.get("labels"), ctx);
    annotations::check(meta.get("annotations"), ctx);
    for entry in meta.entries() {
        let value = entry.value;
        // Lists count as set when they are there, even with nothing in them.
        let empty = value.is_empty() && !value.is_list();
        if !OTHERS.contains(&entry.key) || empty {
            continue;
        }
        // Numbers that are no pointers count as absent when they are 0; the other way round for this one.
        if value.int() == Some(0) && entry.key != "deletionGracePeriodSeconds" {
            continue;
        }
        let found = ctx.forbidden(value, format!("{} may not be set in a template", entry.key));
        found
            .at(entry.key_span)
            .help("the object made from the template gets labels and annotations only");
        if entry.key == "uid" {
            let path = found.path.strip_suffix("uid").map(|parent| format!("{parent}uID"));
            found.path = path.unwrap_or_default();
        }
    }
}
