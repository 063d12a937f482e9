use crate::check::{quote, regex, string_format};
use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::document::Object;
use crate::json_schema;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::yaml::{Kind, Node};
use jsonschema::error::{ValidationError, ValidationErrorKind};
use serde_json::Value;

declare_rule! {
    /// The defaults in the schema of a CustomResourceDefinition.
    ///
    /// ## What it does
    /// Checks that each `default` is valid for the schema it stands in and has no field that the schema does not
    /// know.
    ///
    /// ## Why is this bad
    /// The server puts defaults into objects, where they must be valid.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com}
    /// spec:
    ///   group: example.com
    ///   scope: Namespaced
    ///   names: {plural: widgets, kind: Widget}
    ///   versions:
    ///   - name: v1
    ///     served: true
    ///     storage: true
    ///     schema:
    ///       openAPIV3Schema:
    ///         type: object
    ///         properties:
    ///           size: {type: integer, maximum: 10, default: 11}
    ///           name: {type: string, default: 1}
    ///           spec: {type: object, properties: {a: {type: string}}, default: {a: 1, b: 2}}
    /// ```
    /// ```yaml,good
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com}
    /// spec:
    ///   group: example.com
    ///   scope: Namespaced
    ///   names: {plural: widgets, kind: Widget}
    ///   versions:
    ///   - name: v1
    ///     served: true
    ///     storage: true
    ///     schema:
    ///       openAPIV3Schema:
    ///         type: object
    ///         properties:
    ///           size: {type: integer, maximum: 10, default: 10}
    ///           port: {x-kubernetes-int-or-string: true, default: "80"}
    ///           spec: {type: object, properties: {a: {type: string}}, default: {a: x}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting>
    id: "customresourcedefinition/defaults", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CustomResourceDefinition.apiextensions.k8s.io"], check),
}

/// Formats that JSON Schema and the server have in common.
const FORMATS: [&str; 6] = ["date", "date-time", "email", "hostname", "ipv4", "ipv6"];

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Keywords that a default is checked against; the others do not concern values.
const CHECKED: [&str; 23] = [
    "type",
    "enum",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "multipleOf",
    "maxLength",
    "minLength",
    "pattern",
    "format",
    "maxItems",
    "minItems",
    "maxProperties",
    "minProperties",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
];

fn check(_: &Object<'_>, ctx: &mut Context<'_>) {
    ctx.definition().each_schema(ctx, |schema, ctx| {
        for &schema in &schema.with_default {
            check_default(schema, ctx);
        }
    });
}

fn check_default(node: Node<'_>, ctx: &mut Context<'_>) {
    let Some(value) = node.get("default").filter(|value| !value.is_null()) else {
        return;
    };
    if fits_plainly(value, node) {
        return;
    }
    let (schema, default) = (Field::new(node), Field::new(value));
    if has_unknown_fields(default, schema) {
        ctx.invalid(default, "the default has fields that the schema does not know")
            .at(default.key_span());
        return;
    }
    let before = ctx.count();
    validate(value, default, schema, ctx);
    misfits(value, Some(node), ctx);
    for found in ctx.found_since(before) {
        // The server takes the index for a name.
        found.path = found.path.replace(".default[", ".default.[");
    }
    if schema.get("x-kubernetes-embedded-resource").bool() == Some(true) {
        for name in ["apiVersion", "kind"]
            .map(|name| default.get(name))
            .into_iter()
            .filter(|name| name.is_absent())
        {
            ctx.required(name, "an embedded resource needs its apiVersion and kind");
        }
    }
}

/// Whether a value certainly fits. Most defaults are a value of the one type that is asked for, and to compile a schema
/// costs far more than to look.
fn fits_plainly(value: Node<'_>, schema: Node<'_>) -> bool {
    !matches!(value.kind(), Kind::UInt(_) | Kind::Float(_))
        && schema.kind() == Kind::Map
        && (value.kind() != Kind::Map || knows_all_fields(value, schema))
        && schema
            .live_entries()
            .all(|entry| entry.value.is_null() || fits(value, entry.key, entry.value))
}

/// Whether a value certainly fits a keyword of its schema.
fn fits(value: Node<'_>, keyword: &str, wanted: Node<'_>) -> bool {
    match keyword {
        "type" => matches!(
            (wanted.as_str(), value.kind()),
            (Some("string"), Kind::Str)
                | (Some("boolean"), Kind::Bool(_))
                | (Some("integer" | "number"), Kind::Int(_))
                | (Some("object"), Kind::Map)
                | (Some("array"), Kind::Seq)
        ),
        "enum" => value.kind() == Kind::Str && wanted.items().any(|one| one.as_str() == value.as_str()),
        "minimum" => number(value).is_none_or(|value| number(wanted).is_some_and(|limit| limit <= value)),
        "maximum" => number(value).is_none_or(|value| number(wanted).is_some_and(|limit| limit >= value)),
        "minLength" => length(value).is_none_or(|length| number(wanted).is_some_and(|limit| limit <= length)),
        "maxLength" => length(value).is_none_or(|length| number(wanted).is_some_and(|limit| limit >= length)),
        "pattern" => value
            .as_str()
            .is_none_or(|text| wanted.as_str().and_then(|pattern| regex::is_match(pattern, text)) == Some(true)),
        "format" => match (value.as_str(), wanted.as_str()) {
            (Some(text), Some(format)) => !FORMATS.contains(&format) && string_format::has(format, text) != Some(false),
            (None, Some("int32")) => number(value).is_none_or(|value| i32::try_from(value).is_ok()),
            _ => true,
        },
        "properties" => value.live_entries().all(|entry| {
            wanted
                .get(entry.key)
                .is_none_or(|property| fits_plainly(entry.value, property))
        }),
        "items" => value.items().all(|item| fits_plainly(item, wanted)),
        // All keys are properties.
        "additionalProperties" => true,
        "x-kubernetes-int-or-string" | "x-kubernetes-embedded-resource" => false,
        other => !CHECKED.contains(&other),
    }
}

fn number(value: Node<'_>) -> Option<i64> {
    match value.kind() {
        Kind::Int(value) => Some(value),
        _ => None,
    }
}

fn length(value: Node<'_>) -> Option<i64> {
    let text = value.as_str()?;
    i64::try_from(text.chars().count()).ok()
}

/// Whether each key of an object is one of the properties.
fn knows_all_fields(value: Node<'_>, schema: Node<'_>) -> bool {
    let properties = schema.get("properties");
    value
        .live_entries()
        .all(|entry| properties.is_some_and(|known| known.get(entry.key).is_some()))
}

fn validate(value: Node<'_>, default: Field<'_>, schema: Field<'_>, ctx: &mut Context<'_>) {
    let Some(draft) = plain_schema(schema) else { return };
    let Ok(validator) = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft4)
        .build(&draft)
    else {
        return;
    };
    let instance = json_schema::to_json(value);
    for error in validator.iter_errors(&instance) {
        report(&error, default, ctx);
    }
}

/// Reports values that no value fits: a schema with a limit or a type that cannot be.
fn misfits(value: Node<'_>, schema: Option<Node<'_>>, ctx: &mut Context<'_>) {
    let Some(schema) = schema else { return };
    let field = Field::new(value);
    let text = schema.get("type").and_then(Node::as_str).unwrap_or_default();
    if !text.is_empty() && !TYPES.contains(&text) {
        ctx.type_invalid(field, format!("the default cannot be of the type {}", quote(text)));
    }
    let format = schema.get("format").and_then(Node::as_str).unwrap_or_default();
    if value.as_str().and_then(|text| string_format::has(format, text)) == Some(false) {
        ctx.type_invalid(field, format!("the default is not of the format {}", quote(format)));
    }
    if format == "int32" && text == "integer" && number(value).is_some_and(|value| i32::try_from(value).is_err()) {
        ctx.invalid(field, "the default does not fit the format int32");
    }
    let limit = |name: &str| schema.get(name).and_then(number);
    if value.kind() == Kind::Str && limit("maxLength").is_some_and(|limit| limit < 0) {
        ctx.too_long(field, 0);
    }
    if number(value).is_some() && limit("multipleOf").is_some_and(|factor| factor <= 0) {
        ctx.invalid(field, "the default cannot be a multiple of what is not positive");
    }
    for entry in value.live_entries() {
        let property = schema
            .get("properties")
            .and_then(|properties| properties.get(entry.key));
        misfits(entry.value, property.or(schema.get("additionalProperties")), ctx);
    }
    value.items().for_each(|item| misfits(item, schema.get("items"), ctx));
}

fn report(error: &ValidationError<'_>, default: Field<'_>, ctx: &mut Context<'_>) {
    let field = match error.kind() {
        ValidationErrorKind::Not { .. } => default,
        _ => json_schema::at(default, error.instance_path()),
    };
    let message = format!(
        "the default does not fit its schema: {}",
        error.masked_with("the value")
    );
    match error.kind() {
        ValidationErrorKind::Type { .. } | ValidationErrorKind::Format { .. } => ctx.type_invalid(field, message),
        ValidationErrorKind::Enum { .. } => ctx.error(field, Reason::FieldValueNotSupported, message),
        ValidationErrorKind::Required { property } => {
            ctx.required(field.get(property.as_str().unwrap_or_default()), message)
        }
        _ => ctx.invalid(field, message),
    };
}

/// Whether an object holds a key that its schema neither names nor lets through.
fn has_unknown_fields(value: Field<'_>, schema: Field<'_>) -> bool {
    let is_true = |name| schema.get(name).bool() == Some(true);
    let embedded = is_true("x-kubernetes-embedded-resource");
    let open = is_true("x-kubernetes-preserve-unknown-fields");
    let (properties, additional) = (schema.get("properties"), schema.get("additionalProperties"));
    let entries = value.entries().any(|entry| {
        let property = properties.entries().find(|property| property.key == entry.key);
        match property {
            Some(property) => has_unknown_fields(entry.value, property.value),
            None if additional.is_set() => has_unknown_fields(entry.value, additional),
            None => !(open || embedded && matches!(entry.key, "apiVersion" | "kind" | "metadata")),
        }
    });
    entries || value.items().any(|item| has_unknown_fields(item, schema.get("items")))
}

/// Whether plain JSON Schema takes a keyword: no list of choices may be empty there, and no limit negative.
fn can_be_read(name: &str, keyword: Field<'_>) -> bool {
    match name {
        "enum" | "allOf" | "anyOf" | "oneOf" => !keyword.is_empty(),
        // Of the formats the server knows, these are the ones that need no look of ours.
        "format" => keyword.str().is_some_and(|text| FORMATS.contains(&text)),
        "type" => keyword.str().is_some_and(|text| TYPES.contains(&text)),
        "multipleOf" => keyword.int().is_none_or(|factor| factor > 0),
        "maximum" | "minimum" => true,
        _ => keyword.int().is_none_or(|limit| limit >= 0),
    }
}

/// The schema as plain JSON Schema: nullable and int-or-string become types, extensions go.
fn plain_schema(schema: Field<'_>) -> Option<Value> {
    let node = schema.node()?;
    if node.kind() != Kind::Map {
        return Some(json_schema::to_json(node));
    }
    let mut plain = serde_json::Map::new();
    for entry in schema
        .entries()
        .filter(|entry| CHECKED.contains(&entry.key) && entry.value.is_set())
        .filter(|entry| can_be_read(entry.key, entry.value))
    {
        let value = match entry.key {
            "properties" => entry
                .value
                .entries()
                .filter_map(|p| Some((p.key.to_owned(), plain_schema(p.value)?)))
                .collect(),
            "items" | "additionalProperties" | "not" => plain_schema(entry.value)?,
            "allOf" | "anyOf" | "oneOf" => entry.value.items().filter_map(plain_schema).collect(),
            _ => json_schema::to_json(entry.value.node()?),
        };
        plain.insert(entry.key.to_owned(), value);
    }
    if schema.get("x-kubernetes-int-or-string").bool() == Some(true) {
        plain.insert("type".to_owned(), serde_json::json!(["integer", "string"]));
    }
    if schema.get("nullable").bool() == Some(true)
        && let Some(kind) = plain.get("type").cloned()
    {
        plain.insert("type".to_owned(), serde_json::json!([kind, "null"]));
    }
    Some(Value::Object(plain))
}
