//! Values against a structural schema of a CustomResourceDefinition, as the server's own validator judges them. It differs
//! from JSON Schema in what formats mean for numbers, in limits that are no whole numbers, and in keywords that cannot be.

use std::borrow::Cow;

use super::{quote, regex, string_format};
use crate::diagnostic::Reason;
use crate::yaml::{Kind, Node};

/// What is wrong with a value.
#[derive(Debug)]
pub struct Fault<'t> {
    /// The value, or the object in which a field is missing.
    pub value: Node<'t>,
    /// The field that is missing.
    pub missing: Option<&'t str>,
    /// The kind of error.
    pub reason: Reason,
    /// What is wrong, to go on with after "the value".
    pub message: Cow<'static, str>,
}

/// What is wrong with a value and everything in it.
pub fn validate<'t>(value: Node<'t>, schema: Node<'t>) -> Vec<Fault<'t>> {
    Found::of(value, schema, value)
}

struct Found<'t> {
    /// The outermost value. The server knows no place but this for what combined schemas refuse.
    root: Node<'t>,
    faults: Vec<Fault<'t>>,
}

impl<'t> Found<'t> {
    fn of(value: Node<'t>, schema: Node<'t>, root: Node<'t>) -> Vec<Fault<'t>> {
        let faults = Vec::new();
        let mut found = Self { root, faults };
        found.validate(value, schema);
        found.faults
    }

    fn push(&mut self, value: Node<'t>, reason: Reason, message: impl Into<Cow<'static, str>>) {
        self.faults.push(Fault {
            value,
            missing: None,
            reason,
            message: message.into(),
        });
    }

    fn invalid(&mut self, value: Node<'t>, message: impl Into<Cow<'static, str>>) {
        self.push(value, Reason::FieldValueInvalid, message);
    }

    fn validate(&mut self, value: Node<'t>, schema: Node<'t>) {
        if let Some(wanted) = wrong_type(value, schema) {
            self.push(
                value,
                Reason::FieldValueTypeInvalid,
                format!("must be of type {wanted}"),
            );
        }
        if !value.is_null() {
            self.combine(value, schema);
            match value.kind() {
                Kind::Str => self.string(value, schema),
                Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => self.number(value, schema),
                Kind::Seq => self.list(value, schema),
                Kind::Map => self.object(value, schema),
                Kind::Null | Kind::Bool(_) => {}
            }
        }
        if let Some(choices) = schema.get("enum").filter(|choices| !choices.is_empty())
            && !choices.items().any(|choice| is_same(value, choice))
        {
            self.push(value, Reason::FieldValueNotSupported, "must be one of the enum");
        }
    }

    /// The schemas that are combined in this one.
    fn combine(&mut self, value: Node<'t>, schema: Node<'t>) {
        let root = self.root;
        let parts = |keyword: &str| schema.get(keyword).into_iter().flat_map(Node::items);
        let each = |keyword: &str| -> Vec<_> { parts(keyword).map(|part| Self::of(value, part, root)).collect() };
        let of_any = each("anyOf");
        if !of_any.is_empty() && of_any.iter().all(|faults| !faults.is_empty()) {
            self.invalid(root, "must fit at least one schema of anyOf");
            self.nearest(of_any);
        }
        let of_one = each("oneOf");
        let fitting = of_one.iter().filter(|faults| faults.is_empty()).count();
        if fitting != 1 && !of_one.is_empty() {
            self.invalid(
                root,
                format!("must fit exactly one schema of oneOf, and fits {fitting}"),
            );
            self.nearest(of_one);
        }
        let before = self.faults.len();
        parts("allOf").for_each(|part| self.validate(value, part));
        if self.faults.len() > before {
            self.invalid(root, "must fit all schemas of allOf");
        }
        if let Some(not) = schema.get("not").filter(|not| !not.is_null())
            && Self::of(value, not, root).is_empty()
        {
            self.invalid(root, "must not fit the schema of not");
        }
    }

    /// What the schema that fits best has against a value.
    fn nearest(&mut self, of_each: Vec<Vec<Fault<'t>>>) {
        let nearest = of_each.into_iter().min_by_key(Vec::len);
        self.faults.extend(nearest.unwrap_or_default());
    }

    /// How many items or fields there are.
    fn count(&mut self, value: Node<'t>, schema: Node<'t>, [least, most]: [&str; 2], count: usize, what: &str) {
        let count = whole(count);
        if let Some(limit) = limit(schema, least).filter(|&limit| limit > count) {
            self.invalid(value, format!("must have at least {limit} {what}"));
        }
        if let Some(limit) = limit(schema, most).filter(|&limit| limit < count) {
            self.push(
                value,
                Reason::FieldValueTooMany,
                format!("may have at most {limit} {what}"),
            );
        }
    }

    /// The server stops at the first fault of a string, but looks at its format in any case.
    fn string(&mut self, value: Node<'t>, schema: Node<'t>) {
        let text = value.as_str().unwrap_or_default();
        let length = whole(text.chars().count());
        if let Some(limit) = limit(schema, "maxLength").filter(|&limit| limit < length) {
            self.push(
                value,
                Reason::FieldValueTooLong,
                format!("may not be longer than {limit}"),
            );
        } else if let Some(limit) = limit(schema, "minLength").filter(|&limit| limit > length) {
            self.invalid(value, format!("must be at least {limit} characters long"));
        } else if let Some(pattern) = text_of(schema, "pattern")
            && regex::is_match(pattern, text) != Some(true)
        {
            self.invalid(value, format!("must match {}", quote(pattern)));
        }
        if let Some(format) = text_of(schema, "format")
            && string_format::has(format, text) == Some(false)
        {
            self.push(
                value,
                Reason::FieldValueTypeInvalid,
                format!("must be of format {format}"),
            );
        }
    }

    fn number(&mut self, value: Node<'t>, schema: Node<'t>) {
        let Some(number) = Number::of(value) else { return };
        if !number.fits_format(schema) {
            self.invalid(value, "is out of the range of its type and format");
        }
        for keyword in ["multipleOf", "maximum", "minimum"] {
            let Some(node) = schema.get(keyword) else { continue };
            let (Some(limit), text) = (Number::of(node), node.scalar()) else {
                continue;
            };
            // Of whole numbers the server keeps whole limits only, unless it has said that the limit is none.
            let (number, limit) = match number {
                _ if !limit.fits_format(schema) => {
                    self.invalid(
                        value,
                        format!("has a {keyword} of {text}, which its type and format cannot hold"),
                    );
                    (Number::Float(number.float()), limit)
                }
                Number::Int(_) => (number, Number::Int(limit.int())),
                Number::Float(_) => (number, limit),
            };
            let excludes = |keyword: &str| schema.get(keyword).is_some_and(Node::is_true);
            let fits = match keyword {
                "multipleOf" => number.is_multiple_of(limit),
                "maximum" => number.is_below(limit) || !excludes("exclusiveMaximum") && !limit.is_below(number),
                _ => limit.is_below(number) || !excludes("exclusiveMinimum") && !number.is_below(limit),
            };
            if !fits {
                self.invalid(value, format!("does not keep to the {keyword} of {text}"));
            }
        }
    }

    fn list(&mut self, value: Node<'t>, schema: Node<'t>) {
        if let Some(items) = schema.get("items").filter(|items| items.kind() == Kind::Map) {
            value.items().for_each(|item| self.validate(item, items));
        }
        self.count(value, schema, ["minItems", "maxItems"], value.len(), "items");
        let is_repeated = |(place, item)| value.items().take(place).any(|before| is_same(before, item));
        if schema.get("uniqueItems").is_some_and(Node::is_true) && value.items().enumerate().any(is_repeated) {
            self.invalid(value, "must not have an item twice");
        }
    }

    fn object(&mut self, value: Node<'t>, schema: Node<'t>) {
        let count = value.live_entries().count();
        self.count(value, schema, ["minProperties", "maxProperties"], count, "fields");
        for entry in value.live_entries() {
            match member(schema, entry.key).map(|schema| (schema, schema.kind())) {
                Some((schema, Kind::Map)) => self.validate(entry.value, schema),
                Some((_, Kind::Bool(false))) => self.invalid(value, format!("may not have {}", quote(entry.key))),
                _ => {}
            }
        }
        for name in schema.get("required").into_iter().flat_map(Node::items) {
            if let Some(name) = name.as_str().filter(|name| value.get(name).is_none()) {
                self.faults.push(Fault {
                    value,
                    missing: Some(name),
                    reason: Reason::FieldValueRequired,
                    message: "is required".into(),
                });
            }
        }
    }
}

/// The schema of a field: that of the property, or of all that are none.
pub fn member<'t>(schema: Node<'t>, name: &str) -> Option<Node<'t>> {
    let property = schema.get("properties").and_then(|properties| properties.get(name));
    let others = || schema.get("additionalProperties").filter(|others| !others.is_null());
    property.or_else(others)
}

fn text_of<'t>(schema: Node<'t>, keyword: &str) -> Option<&'t str> {
    schema.get(keyword)?.as_str().filter(|text| !text.is_empty())
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn limit(schema: Node<'_>, keyword: &str) -> Option<i64> {
    match schema.get(keyword)?.kind() {
        Kind::Int(limit) => Some(limit),
        _ => None,
    }
}

/// The type that a schema asks for, where a value has another. Beside a format strings and lists pass for any type but a
/// number, and where there is a format but no type, nothing else does.
fn wrong_type<'t>(value: Node<'_>, schema: Node<'t>) -> Option<&'t str> {
    let wanted = text_of(schema, "type");
    let format = text_of(schema, "format");
    let is_numeric = matches!(wanted, Some("integer" | "number"));
    let fits = match value.kind() {
        _ if wanted.is_none() && format.is_none() => true,
        Kind::Null => wanted.is_none() || schema.get("nullable").is_some_and(Node::is_true),
        Kind::Str | Kind::Seq if format.is_some() && !is_numeric => true,
        Kind::Str => wanted == Some("string"),
        Kind::Seq => wanted == Some("array"),
        Kind::Map => wanted == Some("object"),
        Kind::Bool(_) => wanted == Some("boolean"),
        Kind::Int(_) => is_numeric,
        Kind::UInt(_) => wanted == Some("number"),
        Kind::Float(number) => wanted == Some("number") || is_numeric && is_whole(number),
    };
    (!fits).then(|| wanted.or(format).unwrap_or_default())
}

/// Whether the server takes a number for a whole one: near enough to one that a float can tell from the next.
fn is_whole(number: f64) -> bool {
    const MAX: f64 = 9_007_199_254_740_991.0;
    number.abs() <= MAX && (number - number.round()).abs() <= number.abs() * 1e-9
}

const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;

/// A number as the server holds it.
#[derive(Clone, Copy, Debug)]
enum Number {
    Int(i64),
    Float(f64),
}

impl Number {
    fn of(node: Node<'_>) -> Option<Self> {
        match node.kind() {
            Kind::Int(number) => Some(Self::Int(number)),
            #[expect(clippy::cast_precision_loss, reason = "as the server reads it")]
            Kind::UInt(number) => Some(Self::Float(number as f64)),
            Kind::Float(number) => Some(Self::Float(number)),
            _ => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "as the server converts it")]
    fn float(self) -> f64 {
        match self {
            Self::Int(number) => number as f64,
            Self::Float(number) => number,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "as the server converts it")]
    fn int(self) -> i64 {
        match self {
            Self::Int(number) => number,
            Self::Float(number) => number as i64,
        }
    }

    /// Whether the type and format of a schema can hold the number.
    fn fits_format(self, schema: Node<'_>) -> bool {
        let format = text_of(schema, "format").unwrap_or_default();
        match (text_of(schema, "type"), self) {
            (Some("integer"), Self::Int(number)) => format != "int32" || i32::try_from(number).is_ok(),
            (Some("integer"), Self::Float(number)) => number.fract() == 0.0 && number.abs() < TWO_TO_63,
            (Some("number"), _) if matches!(format, "float" | "float32") => self.float().abs() <= f64::from(f32::MAX),
            _ => true,
        }
    }

    fn is_below(self, other: Self) -> bool {
        match (self, other) {
            (Self::Int(one), Self::Int(other)) => one < other,
            _ => self.float() < other.float(),
        }
    }

    /// No number is a multiple of what is not positive.
    fn is_multiple_of(self, factor: Self) -> bool {
        match (self, factor) {
            (Self::Int(number), Self::Int(factor)) => factor > 0 && number % factor == 0,
            _ if factor.float() < 1.0 => factor.float() > 0.0 && is_whole(1.0 / factor.float() * self.float()),
            _ => is_whole(self.float() / factor.float()),
        }
    }
}

/// Whether two values are equal, whatever way their numbers are written.
fn is_same(one: Node<'_>, other: Node<'_>) -> bool {
    match (Number::of(one), Number::of(other)) {
        (Some(one), Some(other)) => !one.is_below(other) && !other.is_below(one),
        (None, None) if one.kind() == other.kind() => {
            one.scalar() == other.scalar()
                && one.len() == other.len()
                && one.items().zip(other.items()).all(|(one, other)| is_same(one, other))
                && one
                    .live_entries()
                    .all(|entry| other.get(entry.key).is_some_and(|value| is_same(entry.value, value)))
        }
        _ => false,
    }
}
