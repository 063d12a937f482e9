//! How long values can be: what a schema says, or the size of a request where it says nothing.

use super::types::{Ty, property};
use crate::yaml::{Kind, Node};

/// The largest request the server reads.
const REQUEST: u64 = 3 << 20;

/// The least and the greatest length of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) min: u64,
    pub(super) max: u64,
}

impl Size {
    pub(super) const UNKNOWN: Self = Self { min: 0, max: u64::MAX };

    pub(super) fn exactly(length: usize) -> Self {
        let length = length as u64;
        Self {
            min: length,
            max: length,
        }
    }

    pub(super) const fn up_to(max: u64) -> Self {
        Self { min: 0, max }
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self {
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            min: self.min.saturating_add(other.min),
            max: self.max.saturating_add(other.max),
        }
    }

    /// The length of as many values of another length.
    pub(super) fn by(self, other: Self) -> Self {
        Self {
            min: self.min.saturating_mul(other.min),
            max: self.max.saturating_mul(other.max),
        }
    }

    pub(super) fn scaled(self, min: u64, max: u64) -> Self {
        Self {
            min: self.min.saturating_mul(min),
            max: self.max.saturating_mul(max),
        }
    }

    /// The smaller of the greatest lengths.
    pub(super) fn smaller(self, other: Self) -> Self {
        Self::up_to(self.max.min(other.max))
    }

    /// The greatest length at a cost for each.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "reckoned in floating point by the server too"
    )]
    pub(super) fn times(self, factor: f64) -> u64 {
        (self.max as f64 * factor).ceil() as u64
    }
}

/// A place in a schema, which bounds the values there.
#[derive(Clone, Debug)]
pub enum Bound<'d> {
    /// What a schema describes.
    Schema(Node<'d>),
    /// An object that has apiVersion, kind and metadata besides.
    Resource(Node<'d>),
    /// Metadata, which has two names.
    Metadata,
    /// A text of at most this length.
    Text(u64),
}

impl<'d> Bound<'d> {
    pub(super) fn field(&self, name: &str) -> Option<Self> {
        match *self {
            Self::Resource(_) if matches!(name, "apiVersion" | "kind") => Some(Self::Text(REQUEST - 2)),
            Self::Resource(_) if name == "metadata" => Some(Self::Metadata),
            Self::Metadata if name == "name" => Some(Self::Text(4 * 253)),
            Self::Metadata if name == "generateName" => Some(Self::Text(4 * 252)),
            Self::Schema(schema) | Self::Resource(schema) => property(schema, name).map(|inner| Self::of(inner, false)),
            Self::Metadata | Self::Text(_) => None,
        }
    }

    /// The place of a schema; `resource` where it describes a whole object.
    pub fn of(schema: Node<'d>, resource: bool) -> Self {
        if resource || is_true(schema, "x-kubernetes-embedded-resource") {
            Self::Resource(schema)
        } else {
            Self::Schema(schema)
        }
    }

    /// The items of a list, or the values of a map.
    pub(super) fn items(&self) -> Option<Self> {
        let Self::Schema(schema) = self else { return None };
        let items = if text(*schema, "type") == "array" {
            schema.get("items")
        } else {
            additional(*schema)
        };
        items.map(|inner| Self::of(inner, false))
    }

    /// The keys of a map.
    pub(super) fn keys(&self) -> Option<Self> {
        match self {
            // The server takes no length of keys into account.
            Self::Schema(schema) => additional(*schema).map(|_| Self::Text(0)),
            _ => None,
        }
    }

    /// How many characters, items or entries there can be; 0 for what is no text, list or map.
    pub(super) fn max_elements(&self) -> u64 {
        let schema = match *self {
            Self::Schema(schema) => schema,
            Self::Text(length) => return length,
            Self::Resource(_) | Self::Metadata => return 0,
        };
        if is_true(schema, "x-kubernetes-int-or-string") {
            return REQUEST - 2;
        }
        match text(schema, "type") {
            "array" => limit(schema, "maxItems").unwrap_or_else(|| {
                let item = schema.get("items").map_or(0, |items| Self::of(items, false).min_size());
                (REQUEST - 2) / (item + 1)
            }),
            "object" => match additional(schema) {
                Some(values) => limit(schema, "maxProperties")
                    .unwrap_or_else(|| (REQUEST - 2) / (Self::of(values, false).min_size() + 6)),
                None => 0,
            },
            "string" => match text(schema, "format") {
                "byte" => limit(schema, "maxLength").unwrap_or(REQUEST - 2),
                "duration" => 32,
                "date" => 12,
                "date-time" => 37,
                _ => limit(schema, "maxLength")
                    .map(|length| length.saturating_mul(4))
                    .or_else(|| longest_choice(schema))
                    .unwrap_or(REQUEST - 2),
            },
            _ => 0,
        }
    }

    /// The fewest bytes that a value takes in a request.
    fn min_size(&self) -> u64 {
        let (Self::Schema(schema) | Self::Resource(schema)) = *self else {
            return 2;
        };
        if is_true(schema, "x-kubernetes-int-or-string") {
            return 1;
        }
        match text(schema, "type") {
            "boolean" => 4,
            "integer" | "number" => 1,
            "string" => match text(schema, "format") {
                "duration" => 4,
                "date" => 12,
                "date-time" => 22,
                _ => 2,
            },
            "object" if additional(schema).is_none() => 2 + required_size(schema),
            _ => 2,
        }
    }

    /// How many of these can stand in one request.
    pub fn max_count(&self) -> u64 {
        REQUEST / (self.min_size() + 1)
    }
}

/// The fewest bytes that the fields take that must be there and have no default.
fn required_size(schema: Node<'_>) -> u64 {
    let (Some(required), Some(properties)) = (schema.get("required"), schema.get("properties")) else {
        return 0;
    };
    required
        .items()
        .filter_map(|name| properties.entry(name.as_str()?))
        .filter(|property| property.value.get("default").is_none_or(Node::is_null))
        .filter(|property| Ty::of_schema(property.value).is_some())
        .map(|property| property.key.len() as u64 + Bound::of(property.value, false).min_size() + 4)
        .sum()
}

fn longest_choice(schema: Node<'_>) -> Option<u64> {
    let choices = schema.get("enum")?.items();
    choices.filter_map(Node::as_str).map(|choice| choice.len() as u64).max()
}

fn additional(schema: Node<'_>) -> Option<Node<'_>> {
    schema
        .get("additionalProperties")
        .filter(|values| values.kind() == Kind::Map)
}

fn is_true(schema: Node<'_>, keyword: &str) -> bool {
    schema.get(keyword).is_some_and(Node::is_true)
}

fn text<'d>(schema: Node<'d>, keyword: &str) -> &'d str {
    schema.get(keyword).and_then(Node::as_str).unwrap_or_default()
}

fn limit(schema: Node<'_>, keyword: &str) -> Option<u64> {
    match schema.get(keyword)?.kind() {
        Kind::Int(value) => Some(u64::try_from(value).unwrap_or(0)),
        _ => None,
    }
}
