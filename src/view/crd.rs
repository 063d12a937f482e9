//! Parts of a CustomResourceDefinition.

use super::Field;
use crate::document::Object;
use crate::rule::Context;
use crate::yaml::{Kind, Node};

/// Runs `check` on one part of every version (`schema`, `selectableFields`, …). Where all versions agree on it the
/// server keeps it once, above the versions, and its paths start there.
pub fn each_version_part<'d>(
    definition: &Object<'d>,
    part: &'d str,
    ctx: &mut Context<'_>,
    mut check: impl FnMut(Field<'d>, &mut Context<'_>),
) {
    let parts: Vec<Field<'d>> = definition
        .get("spec")
        .get("versions")
        .items()
        .map(|version| version.get(part))
        .collect();
    let Some((first, others)) = parts.split_first() else {
        return;
    };
    if !others.iter().all(|other| same(first.node(), other.node())) {
        for part in parts {
            check(part, ctx);
        }
        return;
    }
    let before = ctx.count();
    check(*first, ctx);
    let shared = if part == "schema" { "validation" } else { part };
    ctx.replace_path_since(before, &format!("spec.versions[0].{part}"), &format!("spec.{shared}"));
}

/// Whether two values are the same to the server; null is as good as absent.
fn same<'d>(one: Option<Node<'d>>, other: Option<Node<'d>>) -> bool {
    let [one, other] = [one, other].map(|node| node.filter(|node| !node.is_null()));
    let (Some(one), Some(other)) = (one, other) else {
        return one.is_none() && other.is_none();
    };
    match (one.kind(), other.kind()) {
        (Kind::Map, Kind::Map) => {
            one.entries().all(|entry| same(Some(entry.value), other.get(entry.key)))
                && other
                    .entries()
                    .all(|entry| one.get(entry.key).is_some() || entry.value.is_null())
        }
        (Kind::Seq, Kind::Seq) => {
            one.len() == other.len()
                && one
                    .items()
                    .zip(other.items())
                    .all(|(one, other)| same(Some(one), Some(other)))
        }
        (one_kind, other_kind) => one_kind == other_kind && one.scalar() == other.scalar(),
    }
}

/// Visits a schema and every schema inside it that describes a value, for those that have a keyword.
pub fn each_schema_with<'d>(keyword: &str, schema: Field<'d>, visit: &mut impl FnMut(Field<'d>)) {
    if let Some(schema) = schema.node() {
        each_node_with(keyword, schema, visit);
    }
}

fn each_node_with<'d>(keyword: &str, schema: Node<'d>, visit: &mut impl FnMut(Field<'d>)) {
    for entry in schema.live_entries() {
        match entry.key {
            "properties" => entry
                .value
                .live_entries()
                .for_each(|property| each_node_with(keyword, property.value, visit)),
            "items" | "additionalProperties" => each_node_with(keyword, entry.value, visit),
            key if key == keyword => visit(Field::new(schema)),
            _ => {}
        }
    }
}

/// Whether a path such as `.a.b` or `.a['b c']`, from a schema downwards, leads to a property.
pub fn path_exists(path: &str, schema: Field<'_>) -> bool {
    let mut at = schema;
    let mut rest = path;
    while !rest.is_empty() {
        let (name, after) = if let Some(inner) = rest.strip_prefix("['") {
            let Some((name, after)) = inner.split_once("']") else {
                return false;
            };
            (name, after)
        } else if let Some(inner) = rest.strip_prefix('.') {
            let end = inner.find(['.', '[']).unwrap_or(inner.len());
            inner.split_at(end)
        } else {
            return false;
        };
        let property = at.get("properties").entries().find(|entry| entry.key == name);
        let additional = at.get("additionalProperties");
        at = match property {
            Some(property) => property.value,
            None if additional.is_set() && !name.is_empty() => additional,
            None => return false,
        };
        rest = after;
    }
    true
}
