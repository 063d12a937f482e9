//! The types of CEL values.

use std::borrow::Cow;
use std::fmt;

use super::parse::RESERVED;
use crate::yaml::{Kind, Node};

/// The type of an expression.
#[derive(Clone, Debug)]
pub enum Ty<'d> {
    /// Known only when it is evaluated.
    Dyn,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `uint`
    Uint,
    /// `double`
    Double,
    /// `string`
    String,
    /// `bytes`
    Bytes,
    /// `null_type`
    Null,
    /// `list(…)`
    List(Box<Ty<'d>>),
    /// `map(…, …)`
    Map(Box<Ty<'d>>, Box<Ty<'d>>),
    /// A type of a library, by name: `duration`, `quantity`, `JSONPatch`.
    Named(&'static str),
    /// An object with these fields and no others.
    Struct(Vec<(String, Ty<'d>)>),
    /// An object described by the schema of a custom resource.
    Schema(Node<'d>),
    /// An object described by the schema of a custom resource, which has apiVersion, kind and metadata.
    Resource(Node<'d>),
    /// An optional value.
    Optional(Box<Ty<'d>>),
    /// The type of types.
    Type(Box<Ty<'d>>),
    /// A type that is not known yet, by number.
    Param(usize),
}

/// Types of libraries.
const NAMED: [&str; 16] = [
    "duration",
    "timestamp",
    "url",
    "net.IP",
    "net.CIDR",
    "quantity",
    "semver",
    "format",
    "authorizer",
    "authorizer.path",
    "authorizer.group",
    "authorizer.resource",
    "authorizer.decision",
    "JSONPatch",
    "Object",
    "any",
];

/// Names of types, as an expression can write them.
const NAMES: [(&str, Ty<'static>); 15] = [
    ("bool", Ty::Bool),
    ("bytes", Ty::Bytes),
    ("double", Ty::Double),
    ("int", Ty::Int),
    ("list", Ty::Dyn),
    ("map", Ty::Dyn),
    ("null_type", Ty::Null),
    ("string", Ty::String),
    ("type", Ty::Dyn),
    ("uint", Ty::Uint),
    ("optional_type", Ty::Dyn),
    ("google.protobuf.Duration", Ty::Named("duration")),
    ("google.protobuf.Timestamp", Ty::Named("timestamp")),
    ("net.IP", Ty::Named("net.IP")),
    ("net.CIDR", Ty::Named("net.CIDR")),
];

impl fmt::Display for Ty<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Dyn | Self::Param(_) => "dyn",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Uint => "uint",
            Self::Double => "double",
            Self::String => "string",
            Self::Bytes => "bytes",
            Self::Null => "null",
            Self::Named(name) => name,
            Self::Struct(_) | Self::Schema(_) | Self::Resource(_) => "object",
            Self::List(item) => return write!(f, "list({item})"),
            Self::Map(key, value) => return write!(f, "map({key}, {value})"),
            Self::Optional(value) => return write!(f, "optional({value})"),
            Self::Type(of) => return write!(f, "type({of})"),
        };
        f.write_str(name)
    }
}

impl PartialEq for Ty<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(one), Self::List(other))
            | (Self::Optional(one), Self::Optional(other))
            | (Self::Type(one), Self::Type(other)) => one == other,
            (Self::Map(key, value), Self::Map(other_key, other_value)) => key == other_key && value == other_value,
            (Self::Named(one), Self::Named(other)) => one == other,
            (Self::Param(one), Self::Param(other)) => one == other,
            (Self::Struct(one), Self::Struct(other)) => one == other,
            (Self::Schema(one), Self::Schema(other)) | (Self::Resource(one), Self::Resource(other)) => {
                one.id() == other.id()
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl<'d> Ty<'d> {
    /// A list of `item`.
    pub fn list(item: Self) -> Self {
        Self::List(Box::new(item))
    }

    /// A map of `key` to `value`.
    pub fn map(key: Self, value: Self) -> Self {
        Self::Map(Box::new(key), Box::new(value))
    }

    /// An object with these fields and no others.
    pub fn object(fields: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Struct(fields.into_iter().map(|(name, ty)| (name.to_owned(), ty)).collect())
    }

    /// An optional `value`.
    pub fn optional(value: Self) -> Self {
        Self::Optional(Box::new(value))
    }

    /// The type of a library of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMED.iter().find(|known| **known == name).map(|name| Self::Named(name))
    }

    /// The type of which an expression can write the name that is looked for.
    pub(super) fn by_name(is: impl Fn(&str) -> bool) -> Option<Self> {
        NAMES.iter().find(|(known, _)| is(known)).map(|(_, ty)| ty.clone())
    }

    /// Whether nothing is known before evaluation.
    pub fn is_dyn(&self) -> bool {
        matches!(self, Self::Dyn)
    }

    /// Whether null may stand in its place.
    pub(super) fn is_nullable(&self) -> bool {
        matches!(
            self,
            Self::Null | Self::Named(_) | Self::Struct(_) | Self::Schema(_) | Self::Resource(_) | Self::Optional(_)
        )
    }

    /// The type of values that a schema describes; none where expressions cannot reach such values. Of a schema that
    /// is at fault itself nothing is known.
    pub fn of_schema(schema: Node<'d>) -> Option<Self> {
        let is_true = |name| schema.get(name).is_some_and(Node::is_true);
        let text = |name| schema.get(name).and_then(Node::as_str).unwrap_or_default();
        if is_true("x-kubernetes-int-or-string") {
            return Some(Self::Dyn);
        }
        Some(match text("type") {
            "boolean" => Self::Bool,
            "integer" => Self::Int,
            "number" => Self::Double,
            "string" => match text("format") {
                "byte" => Self::Bytes,
                "date" | "date-time" => Self::Named("timestamp"),
                "duration" => Self::Named("duration"),
                _ => Self::String,
            },
            "array" => match schema.get("items") {
                Some(items) => Self::list(Self::of_schema(items)?),
                None => Self::Dyn,
            },
            "object" => match schema.get("additionalProperties") {
                Some(values) if values.kind() == Kind::Map => {
                    let values = Self::of_schema(values)?;
                    let mixed = schema
                        .get("properties")
                        .is_some_and(|properties| !properties.is_empty());
                    if mixed {
                        Self::Dyn
                    } else {
                        Self::map(Self::String, values)
                    }
                }
                _ if is_true("x-kubernetes-embedded-resource") => Self::Resource(schema),
                _ => Self::Schema(schema),
            },
            "" if is_true("x-kubernetes-preserve-unknown-fields") => return None,
            _ => Self::Dyn,
        })
    }

    /// The type of a field; none where an object has no such field.
    pub fn field(&self, name: &str) -> Option<Self> {
        match self {
            Self::Resource(_) if matches!(name, "apiVersion" | "kind") => Some(Self::String),
            Self::Resource(_) if name == "metadata" => {
                Some(Self::object([("name", Self::String), ("generateName", Self::String)]))
            }
            Self::Schema(schema) | Self::Resource(schema) => property(*schema, name).and_then(Self::of_schema),
            Self::Struct(fields) => fields.iter().find(|(field, _)| field == name).map(|(_, ty)| ty.clone()),
            Self::Map(_, value) => Some((**value).clone()),
            Self::Dyn | Self::Param(_) => Some(Self::Dyn),
            _ => None,
        }
    }
}

/// The schema of a property, by the name that expressions give it.
pub(super) fn property<'d>(schema: Node<'d>, name: &str) -> Option<Node<'d>> {
    let properties = schema.get("properties")?;
    let property = properties.live_entries().find(|entry| escape(entry.key) == name)?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some(property.value)
}

/// The name by which an expression reaches a property.
fn escape(name: &str) -> Cow<'_, str> {
    let is_word = matches!(name, "true" | "false" | "null" | "in") || RESERVED.contains(&name);
    if is_word {
        return Cow::Owned(format!("__{name}__"));
    }
    if !name.contains(['_', '.', '-', '/']) {
        return Cow::Borrowed(name);
    }
    name.replace("__", "__underscores__")
        .replace('.', "__dot__")
        .replace('-', "__dash__")
        .replace('/', "__slash__")
        .into()
}
