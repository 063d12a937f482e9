//! Parts of a CustomResourceDefinition.

use super::Field;
use crate::document::Object;
use crate::rule::Context;
use crate::yaml::{Entry, Kind, Node};

/// Keywords of JSON Schema that the server does not support.
pub const UNSUPPORTED: [&str; 5] = ["$ref", "definitions", "dependencies", "id", "patternProperties"];

/// What the rules look at, found in one walk over the schemas of a definition.
#[derive(Debug)]
pub struct Definition<'d> {
    schemas: Vec<Schema<'d>>,
    /// Whether all versions have the same schema. The server then keeps it once, above the versions.
    shared: bool,
}

/// The schema of a version, and the schemas in it that a rule has something to do with.
#[derive(Debug)]
pub struct Schema<'d> {
    /// The version.
    pub version: Field<'d>,
    /// `openAPIV3Schema`, which may be absent.
    pub root: Field<'d>,
    /// Those that say more than a plain type, from the inside out.
    pub remarkable: Vec<(Node<'d>, Place)>,
    /// Those that say how lists or maps merge, from the inside out.
    pub merged: Vec<Node<'d>>,
    /// Those of values that have a `default`.
    pub with_default: Vec<Node<'d>>,
    /// Those of values that have `x-kubernetes-validations`, and what is around them.
    pub with_rules: Vec<(Node<'d>, Around)>,
}

/// Where a schema stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// It describes the whole object.
    Root,
    /// It describes the value of a property or key.
    Field,
    /// It describes the items of a list.
    Item,
    /// It is inside allOf, anyOf, oneOf or not.
    Junctor,
}

/// What lists and maps around a schema mean for its values.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    /// How many values there can be in one object, where all lists and maps have a limit.
    pub count: Option<u64>,
    /// Whether an old value can be found for each new one: not in lists whose items have no keys.
    pub has_old: bool,
}

impl Around {
    fn one() -> Self {
        Self {
            count: Some(1),
            has_old: true,
        }
    }

    /// Around the items of a list.
    fn items_of(self, list: Node<'_>) -> Self {
        let by_key = list.get("x-kubernetes-list-type").and_then(Node::as_str) == Some("map");
        Self {
            count: self.times(list, "maxItems"),
            has_old: self.has_old && by_key,
        }
    }

    /// Around the values of a map.
    fn values_of(self, map: Node<'_>) -> Self {
        Self {
            count: self.times(map, "maxProperties"),
            ..self
        }
    }

    fn times(self, schema: Node<'_>, limit: &str) -> Option<u64> {
        match schema.get(limit)?.kind() {
            Kind::Int(limit) => Some(self.count?.saturating_mul(u64::try_from(limit).unwrap_or(0))),
            _ => None,
        }
    }
}

impl<'d> Definition<'d> {
    /// Looks through the schemas of a definition.
    pub fn read(definition: &Object<'d>) -> Self {
        let versions = definition.get("spec").get("versions");
        let schemas: Vec<_> = versions.items().map(Schema::read).collect();
        let shared = schemas
            .split_first()
            .is_some_and(|(first, others)| others.iter().all(|other| same(first.whole(), other.whole())));
        Self { schemas, shared }
    }

    /// Runs `check` on the schema of every version.
    pub fn each_schema(&self, ctx: &mut Context<'_>, mut check: impl FnMut(&Schema<'d>, &mut Context<'_>)) {
        if !self.shared {
            self.schemas.iter().for_each(|schema| check(schema, ctx));
            return;
        }
        let before = ctx.count();
        check(&self.schemas[0], ctx);
        ctx.replace_path_since(before, "spec.versions[0].schema", "spec.validation");
    }
}

impl<'d> Schema<'d> {
    fn read(version: Field<'d>) -> Self {
        let root = version.get("schema").get("openAPIV3Schema");
        let mut schema = Self {
            version,
            root,
            remarkable: Vec::new(),
            merged: Vec::new(),
            with_default: Vec::new(),
            with_rules: Vec::new(),
        };
        if let Some(root) = root.node().filter(|root| !root.is_null()) {
            schema.look(root, Place::Root, Around::one());
        }
        schema
    }

    fn whole(&self) -> Option<Node<'d>> {
        self.version.get("schema").node()
    }

    fn look(&mut self, schema: Node<'d>, place: Place, around: Around) {
        let inside = if place == Place::Junctor { place } else { Place::Field };
        let of_items = if place == Place::Junctor { place } else { Place::Item };
        let (mut typed, mut merged) = (false, false);
        let mut remarkable = matches!(place, Place::Root | Place::Junctor);
        for (digest, key, value) in schema.live_keys() {
            match digest {
                keyword::DESCRIPTION => {}
                keyword::TYPE => match value.as_str() {
                    Some("string" | "object" | "integer" | "boolean" | "number") => typed = true,
                    Some("array") => {
                        typed = true;
                        remarkable |= schema.get("items").is_none_or(Node::is_null);
                    }
                    _ => {}
                },
                keyword::PROPERTIES => value
                    .live_keys()
                    .for_each(|(.., property)| self.look(property, inside, around)),
                keyword::ITEMS if value.is_map() => self.look(value, of_items, around.items_of(schema)),
                keyword::ADDITIONAL_PROPERTIES => {
                    remarkable |= schema.get("properties").is_some();
                    if value.is_map() {
                        self.look(value, inside, around.values_of(schema));
                    }
                }
                keyword::ALL_OF | keyword::ANY_OF | keyword::ONE_OF => {
                    value.items().for_each(|part| self.look(part, Place::Junctor, around));
                }
                keyword::NOT if !value.is_null() => self.look(value, Place::Junctor, around),
                keyword::DEFAULT if place != Place::Junctor => self.with_default.push(schema),
                keyword::FORMAT | keyword::ENUM | keyword::REQUIRED | keyword::MINIMUM => {}
                keyword::ITEMS | keyword::PATTERN => remarkable = true,
                keyword::LIST_TYPE | keyword::MAP_TYPE | keyword::LIST_MAP_KEYS => merged = true,
                keyword::VALIDATIONS => {
                    remarkable = true;
                    if place != Place::Junctor {
                        self.with_rules.push((schema, around));
                    }
                }
                _ => remarkable |= is_remarkable(key),
            }
        }
        if merged {
            self.merged.push(schema);
        }
        if remarkable || !typed {
            self.remarkable.push((schema, place));
        }
    }
}

fn is_remarkable(keyword: &[u8]) -> bool {
    matches!(keyword, b"uniqueItems" | b"$schema")
        || keyword.starts_with(b"x-kubernetes-")
        || UNSUPPORTED.iter().any(|other| other.as_bytes() == keyword)
}

/// Digests of the keywords that most schemas have. What else may have one of these is no keyword, and is refused as that.
mod keyword {
    use crate::digest::digest;

    pub(super) const ADDITIONAL_PROPERTIES: u32 = digest(b"additionalProperties");
    pub(super) const ALL_OF: u32 = digest(b"allOf");
    pub(super) const ANY_OF: u32 = digest(b"anyOf");
    pub(super) const DEFAULT: u32 = digest(b"default");
    pub(super) const DESCRIPTION: u32 = digest(b"description");
    pub(super) const ENUM: u32 = digest(b"enum");
    pub(super) const FORMAT: u32 = digest(b"format");
    pub(super) const ITEMS: u32 = digest(b"items");
    pub(super) const LIST_MAP_KEYS: u32 = digest(b"x-kubernetes-list-map-keys");
    pub(super) const LIST_TYPE: u32 = digest(b"x-kubernetes-list-type");
    pub(super) const MAP_TYPE: u32 = digest(b"x-kubernetes-map-type");
    pub(super) const MINIMUM: u32 = digest(b"minimum");
    pub(super) const NOT: u32 = digest(b"not");
    pub(super) const ONE_OF: u32 = digest(b"oneOf");
    pub(super) const PATTERN: u32 = digest(b"pattern");
    pub(super) const PROPERTIES: u32 = digest(b"properties");
    pub(super) const REQUIRED: u32 = digest(b"required");
    pub(super) const TYPE: u32 = digest(b"type");
    pub(super) const VALIDATIONS: u32 = digest(b"x-kubernetes-validations");
}

/// Runs `check` on one part of every version (`subresources`, `selectableFields`, …). Where all versions agree on it the
/// server keeps it once, above the versions, and its paths start there.
pub fn each_version_part<'d>(
    definition: &Object<'d>,
    part: &'d str,
    ctx: &mut Context<'_>,
    mut check: impl FnMut(Field<'d>, &mut Context<'_>),
) {
    let parts = || {
        definition
            .get("spec")
            .get("versions")
            .items()
            .map(|version| version.get(part))
    };
    let Some(first) = parts().next() else { return };
    if !parts().skip(1).all(|other| same(first.node(), other.node())) {
        parts().for_each(|part| check(part, ctx));
        return;
    }
    let before = ctx.count();
    check(first, ctx);
    ctx.replace_path_since(before, &format!("spec.versions[0].{part}"), &format!("spec.{part}"));
}

/// Whether two values are the same to the server; null is as good as absent.
fn same<'d>(one: Option<Node<'d>>, other: Option<Node<'d>>) -> bool {
    let [one, other] = [one, other].map(|node| node.filter(|node| !node.is_null()));
    let (Some(one), Some(other)) = (one, other) else {
        return one.is_none() && other.is_none();
    };
    match (one.kind(), other.kind()) {
        (Kind::Map, Kind::Map) => same_maps(one, other),
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

/// Most maps have the same keys in the same order, so the next key is looked at first.
fn same_maps(one: Node<'_>, other: Node<'_>) -> bool {
    let mut beside = other.entries();
    let mut aligned = one.len() == other.len();
    let found = one.entries().all(|entry| {
        let next = beside.next().filter(|next| aligned && next.key == entry.key);
        aligned = next.is_some();
        same(
            Some(entry.value),
            next.map_or_else(|| other.get(entry.key), |next| Some(next.value)),
        )
    });
    let known = |entry: Entry<'_>| entry.value.is_null() || one.get(entry.key).is_some();
    found && (aligned || other.entries().all(known))
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
