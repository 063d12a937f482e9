//! JSON Schema over the spanned tree. In: an object and a schema. Out: findings at the faulty text.
//!
//! A subschema may carry `x-admit`: for each of its keywords the rule under whose name a fault is reported, what to do
//! about it, a severity where it is not the rule's, and words to say after the value. `null` is for nulls, whatever the
//! keyword. Beside `additionalProperties`, `near` is the severity of a member that is within two edits of a known one.
//! Constraints of single values thus live in one place, which editors can read too.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use jsonschema::error::{ValidationError, ValidationErrorKind};
use jsonschema::paths::{Location, LocationSegment};
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Reason, Severity, Stage};
use crate::document::Object;
use crate::rule::{Context, Rule};
use crate::rules;
use crate::source::{LineIndex, Span, offset};
use crate::suggest::{distance, nearest};
use crate::view::Field;
use crate::yaml::{self, Kind, Node};

/// A compiled schema.
pub struct JsonSchema {
    root: Value,
    validator: jsonschema::Validator,
}

impl std::fmt::Debug for JsonSchema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JsonSchema")
    }
}

/// Reads what schemas refer to: files, and nothing that would have to be fetched.
struct Files;

impl jsonschema::Retrieve for Files {
    fn retrieve(&self, uri: &jsonschema::Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        if uri.scheme().as_str() != "file" {
            return Err(format!("{uri} is not fetched: keep a copy beside the schema, and refer to that").into());
        }
        let path = uri.path().decode().to_string_lossy();
        Ok(read(Path::new(path.as_ref()))?)
    }
}

/// The value in a file, JSON or YAML.
fn read(path: &Path) -> Result<Value, String> {
    let fault = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| fault(&error))?;
    let tree = yaml::parse(&text, Span::new(0, offset(text.len()))).map_err(|error| {
        let at = LineIndex::new(&text).position(&text, error.span.start);
        format!("{}:{}:{}: {}", path.display(), at.line, at.column, error.message)
    })?;
    Ok(to_json(tree.root()))
}

impl JsonSchema {
    /// Reads and compiles the schema in a file, JSON or YAML, of any draft, with the files that it refers to. The error
    /// says what is wrong and, where it can, at which line.
    pub fn load(path: &Path) -> Result<Self, String> {
        let root = read(path)?;
        let absolute = std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let base: String = absolute
            .to_string_lossy()
            .split('/')
            .map(escaped)
            .collect::<Vec<_>>()
            .join("/");
        let validator = jsonschema::options()
            .with_base_uri(format!("file://{base}"))
            .with_retriever(Files)
            .build(&root)
            .map_err(|error| {
                format!(
                    "{}{}: no JSON Schema: {}",
                    path.display(),
                    place(&error, path),
                    chain(&error)
                )
            })?;
        Ok(Self { root, validator })
    }

    /// Compiles a schema. References to other documents are refused: nothing is ever fetched.
    pub fn new(root: Value) -> Result<Self, String> {
        let validator = jsonschema::validator_for(&root).map_err(|error| error.to_string())?;
        Ok(Self { root, validator })
    }

    /// Reports every fault of `object`; under `rule` where the schema names none.
    pub fn check(&self, object: &Object<'_>, rule: &'static Rule, ctx: &mut Context<'_>) {
        let instance = to_json(object.node());
        let errors: Vec<_> = self.validator.iter_errors(&instance).collect();
        let is_type = |error: &ValidationError<'_>| matches!(error.kind(), ValidationErrorKind::Type { .. });
        let wrong: HashSet<_> = errors
            .iter()
            .filter(|e| is_type(e))
            .map(|e| e.instance_path())
            .collect();
        // Of a value of the wrong type, nothing else is worth saying.
        for error in errors
            .iter()
            .filter(|error| is_type(error) || !wrong.contains(error.instance_path()))
        {
            let before = ctx.count();
            self.report(error, object.field(), rule, ctx);
            if let Some(severity) = self.severity(error, "severity") {
                ctx.found_since(before)
                    .iter_mut()
                    .for_each(|found| found.severity = severity);
            }
        }
    }

    fn report(&self, error: &ValidationError<'_>, root: Field<'_>, rule: &'static Rule, ctx: &mut Context<'_>) {
        let field = at(root, error.instance_path());
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected }
            | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                let known = self
                    .subschema(error)
                    .and_then(|schema| schema.get("properties")?.as_object());
                for entry in field
                    .entries()
                    .filter(|entry| unexpected.iter().any(|name| name == entry.key))
                {
                    let near = known.and_then(|known| nearest(entry.key, known.keys().map(String::as_str)));
                    let misspelt = near.filter(|near| distance(near, entry.key, 2).is_some());
                    let severity = misspelt.and_then(|_| self.severity(error, "near"));
                    let hint = self.hint(error, rule, ctx);
                    let message = format!("unknown member {:?}", entry.key);
                    let found = ctx.error(entry.value, Reason::FieldUnknown, message).at(entry.key_span);
                    found.stage = Stage::Decode;
                    found.severity = severity.unwrap_or(found.severity);
                    match near {
                        Some(near) => found.help(format!("did you mean {near:?}?")),
                        None => with_help(found, hint),
                    };
                }
            }
            ValidationErrorKind::Required { property } => {
                let hint = self.hint(error, rule, ctx);
                let name = property.as_str().unwrap_or_default();
                with_help(ctx.required(field.get(name), format!("{name} is missing")), hint);
            }
            ValidationErrorKind::PropertyNames { error: inner } => {
                let name = inner.instance().as_str().unwrap_or_default();
                let Some(entry) = field.entries().find(|entry| entry.key == name) else {
                    return;
                };
                let hint = self.hint(inner, rule, ctx);
                let (reason, message) = describe(inner);
                with_help(ctx.error(entry.value, reason, message).at(entry.key_span), hint);
            }
            ValidationErrorKind::Enum { options } => {
                let hint = self.hint(error, rule, ctx);
                let options: Vec<&str> = options
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .filter(|o| !o.is_empty())
                    .collect();
                let value = error.instance();
                match value.as_str() {
                    Some(text) => with_help(ctx.not_supported(field, text, &options), hint),
                    None => with_help(
                        ctx.error(
                            field,
                            Reason::FieldValueNotSupported,
                            format!("unsupported value {value}"),
                        ),
                        hint,
                    ),
                };
            }
            _ => {
                let hint = self.hint(error, rule, ctx);
                let (reason, mut message) = describe(error);
                if let Some(said) = self.note(error).and_then(|note| note.get("message")?.as_str()) {
                    message = format!("{} {said}", error.instance());
                }
                let found = ctx.error(field, reason, message);
                if reason == Reason::FieldValueTypeInvalid {
                    found.stage = Stage::Decode;
                    if let Some(help) = quote_help(error, field) {
                        found.help(help);
                        return;
                    }
                }
                with_help(found, hint);
            }
        }
    }

    /// The schema object that holds the keyword of an error.
    fn subschema(&self, error: &ValidationError<'_>) -> Option<&Value> {
        let path = error.schema_path().as_str();
        self.root.pointer(&path[..path.rfind('/')?])
    }

    /// What the schema says about reporting an error.
    fn note(&self, error: &ValidationError<'_>) -> Option<&Value> {
        let notes = self.subschema(error)?.get("x-admit")?;
        let of_null = || notes.get("null").filter(|_| error.instance().is_null());
        of_null().or_else(|| notes.get(error.kind().keyword()))
    }

    fn severity(&self, error: &ValidationError<'_>, name: &str) -> Option<Severity> {
        match self.note(error)?.get(name)?.as_str()? {
            "info" => Some(Severity::Info),
            "warning" => Some(Severity::Warning),
            _ => Some(Severity::Error),
        }
    }

    /// Makes the rule that the schema names the current one, and gives its help.
    fn hint(&self, error: &ValidationError<'_>, rule: &'static Rule, ctx: &mut Context<'_>) -> Option<&str> {
        let hint = self.note(error);
        let named = hint.and_then(|hint| rules::find(hint.get("rule")?.as_str()?));
        ctx.set_rule(named.unwrap_or(rule));
        hint?.get("help")?.as_str()
    }
}

/// Line and column, as they follow a path, of what makes a file no schema: a value that may not stand there, or a reference
/// that leads nowhere; nothing where that cannot be told.
fn place(error: &ValidationError<'_>, path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let Ok(tree) = yaml::parse(&text, Span::new(0, offset(text.len()))) else {
        return String::new();
    };
    let node = if error.instance_path().is_empty() {
        dead_reference(tree.root(), &chain(error))
    } else {
        at(Field::new(tree.root()), error.instance_path()).node()
    };
    node.map_or_else(String::new, |node| {
        let at = LineIndex::new(&text).position(&text, node.span().start);
        format!(":{}:{}", at.line, at.column)
    })
}

/// The first reference whose target an error speaks of.
fn dead_reference<'t>(root: Node<'t>, said: &str) -> Option<Node<'t>> {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        let target = node.get("$ref").filter(|target| {
            let text = target.as_str().unwrap_or_default();
            let file = text.split('#').next().unwrap_or_default();
            let named = if file.is_empty() { text } else { file };
            said.contains(named.trim_start_matches(['.', '/']))
        });
        if target.is_some() {
            return target;
        }
        let below = node.items().chain(node.entries().map(|entry| entry.value));
        open.extend(below.collect::<Vec<_>>().into_iter().rev());
    }
    None
}

/// A segment of a path as a URI has it.
fn escaped(segment: &str) -> String {
    let mut escaped = String::new();
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let mut words: Vec<_> = causes.map(ToString::to_string).collect();
    words.dedup();
    words.join(": ")
}

/// The field below `root` at which an error stands; the last one that exists.
pub(crate) fn at<'d>(root: Field<'d>, path: &Location) -> Field<'d> {
    path.segments().fold(root, |field, segment| match segment {
        LocationSegment::Property(name) => field
            .entries()
            .find(|entry| entry.key == name)
            .map_or(field, |e| e.value),
        LocationSegment::Index(index) => field.items().nth(index).unwrap_or(field),
    })
}

fn with_help<'f>(found: &'f mut Diagnostic, help: Option<&str>) -> &'f mut Diagnostic {
    match help {
        Some(help) => found.help(help),
        None => found,
    }
}

/// A plain YAML scalar that became a number or a boolean where text is wanted.
fn quote_help(error: &ValidationError<'_>, field: Field<'_>) -> Option<String> {
    let ValidationErrorKind::Type { kind } = error.kind() else {
        return None;
    };
    let node = field.node()?;
    let scalar = matches!(
        node.kind(),
        Kind::Bool(_) | Kind::Int(_) | Kind::UInt(_) | Kind::Float(_)
    );
    if !scalar || !type_names(kind).contains("string") {
        return None;
    }
    let text = node.tree().source().get(node.span().range())?;
    Some(format!("quote it to make it text: \"{text}\""))
}

fn type_names(kind: &jsonschema::error::TypeKind) -> String {
    match kind {
        jsonschema::error::TypeKind::Single(one) => one.to_string(),
        jsonschema::error::TypeKind::Multiple(set) => set
            .iter()
            .map(|one| one.to_string())
            .filter(|name| name != "null")
            .collect::<Vec<_>>()
            .join(" or "),
    }
}

fn describe(error: &ValidationError<'_>) -> (Reason, String) {
    let value = error.instance();
    match error.kind() {
        ValidationErrorKind::Type { kind } => (
            Reason::FieldValueTypeInvalid,
            format!("{} where {} is wanted", article(value), type_names(kind)),
        ),
        ValidationErrorKind::MaxLength { limit } => (
            Reason::FieldValueTooLong,
            format!(
                "{} characters, at most {limit} are allowed",
                value.as_str().map_or(0, |text| text.chars().count())
            ),
        ),
        ValidationErrorKind::MinLength { limit: 1 } => (Reason::FieldValueRequired, "may not be empty".to_owned()),
        ValidationErrorKind::MaxItems { limit } => (
            Reason::FieldValueTooMany,
            format!(
                "{} items, at most {limit} are allowed",
                value.as_array().map_or(0, Vec::len)
            ),
        ),
        ValidationErrorKind::Maximum { limit } => (Reason::FieldValueInvalid, format!("{value} is above {limit}")),
        ValidationErrorKind::Minimum { limit } => (Reason::FieldValueInvalid, format!("{value} is below {limit}")),
        ValidationErrorKind::Pattern { .. } => (
            Reason::FieldValueInvalid,
            format!("{value} does not have the required form"),
        ),
        ValidationErrorKind::UniqueItems => (Reason::FieldValueDuplicate, "the same item stands twice".to_owned()),
        _ => (
            Reason::FieldValueInvalid,
            lower_first(&error.masked_with("the value").to_string()),
        ),
    }
}

fn article(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// The value of a node as the server would see it; of a key set twice, the last.
pub(crate) fn to_json(node: Node<'_>) -> Value {
    match node.kind() {
        Kind::Null => Value::Null,
        Kind::Bool(value) => Value::Bool(value),
        Kind::Int(value) => value.into(),
        Kind::UInt(value) => value.into(),
        Kind::Float(value) => value.into(),
        Kind::Str => node.scalar().into(),
        Kind::Seq => node.items().map(to_json).collect(),
        Kind::Map => node
            .entries()
            .map(|entry| (entry.key.to_owned(), to_json(entry.value)))
            .collect(),
    }
}
