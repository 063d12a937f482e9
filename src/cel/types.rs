//! The types of CEL values.

use std::borrow::Cow;
use std::fmt;

use crate::view::Field;
use crate::yaml::Kind;

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
    Schema(Field<'d>),
    /// An optional value.
    Optional(Box<Ty<'d>>),
}

impl fmt::Display for Ty<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Dyn => "dyn",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Uint => "uint",
            Self::Double => "double",
            Self::String => "string",
            Self::Bytes => "bytes",
            Self::Null => "null",
            Self::Named(name) => name,
            Self::Struct(_) | Self::Schema(_) => "object",
            Self::List(item) => return write!(f, "list({item})"),
            Self::Map(key, value) => return write!(f, "map({key}, {value})"),
            Self::Optional(value) => return write!(f, "optional({value})"),
        };
        f.write_str(name)
    }
}

impl<'d> Ty<'d> {
    /// A list of `item`.
    pub fn list(item: Self) -> Self {
        Self::List(Box::new(item))
    }

    /// Whether nothing is known before evaluation.
    pub fn is_dyn(&self) -> bool {
        matches!(self, Self::Dyn)
    }

    /// Whether it is one of the numbers.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Int | Self::Uint | Self::Double)
    }

    /// Whether a value of type `found` is what is wanted here. A dynamic value does not count as any type in particular.
    pub fn accepts(&self, found: &Self) -> bool {
        match (self, found) {
            (Self::List(one), Self::List(other)) => one.accepts(other),
            (Self::Named(one), Self::Named(other)) => one == other,
            _ => std::mem::discriminant(self) == std::mem::discriminant(found),
        }
    }

    /// Whether values of the two types could be equal or stand beside each other.
    pub fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dyn, _) | (_, Self::Dyn) => true,
            (Self::List(one), Self::List(other)) | (Self::Optional(one), Self::Optional(other)) => one.fits(other),
            (Self::Map(key, value), Self::Map(other_key, other_value)) => {
                key.fits(other_key) && value.fits(other_value)
            }
            (Self::Named(one), Self::Named(other)) => one == other,
            // Objects and library types may be null, and what a map literal is to an object is left to evaluation.
            (Self::Null, Self::Schema(_) | Self::Struct(_) | Self::Named(_) | Self::Map(..) | Self::List(_))
            | (Self::Schema(_) | Self::Struct(_) | Self::Named(_) | Self::Map(..) | Self::List(_), Self::Null)
            | (Self::Schema(_) | Self::Struct(_) | Self::Map(..), Self::Schema(_) | Self::Struct(_) | Self::Map(..)) => {
                true
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// The type of values that a schema describes.
    pub fn of_schema(schema: Field<'d>) -> Self {
        let is_true = |name| schema.get(name).bool() == Some(true);
        if is_true("x-kubernetes-int-or-string") {
            return Self::Dyn;
        }
        let format = schema.get("format").str().unwrap_or_default();
        match schema.get("type").str().unwrap_or_default() {
            "boolean" => Self::Bool,
            "integer" => Self::Int,
            "number" => Self::Double,
            "string" => match format {
                "byte" => Self::Bytes,
                "date" | "date-time" => Self::Named("timestamp"),
                "duration" => Self::Named("duration"),
                _ => Self::String,
            },
            "array" => Self::list(Self::of_schema(schema.get("items"))),
            "object" => {
                let additional = schema.get("additionalProperties");
                if additional.node().is_some_and(|node| node.kind() == Kind::Map) {
                    return Self::Map(Box::new(Self::String), Box::new(Self::of_schema(additional)));
                }
                Self::Schema(schema)
            }
            _ => Self::Dyn,
        }
    }

    /// The type of a field; none where an object has no such field.
    pub fn field(&self, name: &str) -> Option<Self> {
        match self {
            Self::Schema(schema) => {
                let property = schema
                    .get("properties")
                    .entries()
                    .find(|entry| escape(entry.key) == name);
                let embedded = schema.get("x-kubernetes-embedded-resource").bool() == Some(true);
                match property {
                    Some(property) => Some(Self::of_schema(property.value)),
                    None if embedded && matches!(name, "apiVersion" | "kind" | "metadata") => Some(Self::Dyn),
                    None => None,
                }
            }
            Self::Struct(fields) => fields.iter().find(|(field, _)| field == name).map(|(_, ty)| ty.clone()),
            Self::Map(_, value) => Some((**value).clone()),
            Self::Optional(inner) => inner.field(name).map(|ty| Self::Optional(Box::new(ty))),
            Self::Dyn => Some(Self::Dyn),
            _ => None,
        }
    }
}

/// Words of the language; as names of fields they are escaped.
const RESERVED: [&str; 21] = [
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

/// The name by which an expression reaches a property.
fn escape(name: &str) -> Cow<'_, str> {
    if RESERVED.contains(&name) {
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
