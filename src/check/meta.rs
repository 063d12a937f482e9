//! Metadata inside objects: of pod templates, and of templates of claims.

use std::borrow::Cow;

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

/// What the server puts behind a `generateName`.
const SUFFIX: &str = "bcdfg";
/// How much of a `generateName` it keeps.
const MAX_PREFIX: usize = 63 - SUFFIX.len();

/// A name as the server would make it: of the prefix what fits, and five random characters.
pub fn generated_name(prefix: &str) -> Cow<'_, str> {
    let mut end = prefix.len().min(MAX_PREFIX);
    while !prefix.is_char_boundary(end) {
        end -= 1;
    }
    Cow::Owned(format!("{}{SUFFIX}", &prefix[..end]))
}

/// The name of an object, given or as the server would make it; empty where there is none.
pub fn object_name(meta: Field<'_>) -> Cow<'_, str> {
    let [name, prefix] = ["name", "generateName"].map(|part| meta.get(part).str().unwrap_or_default());
    if name.is_empty() && !prefix.is_empty() {
        return generated_name(prefix);
    }
    Cow::Borrowed(name)
}

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
