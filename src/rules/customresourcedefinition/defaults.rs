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
    validate(value, default, schema, ctx);
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
        "format" | "pattern" => value.kind() != Kind::Str,
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

fn report(error: &ValidationError<'_>, default: Field<'_>, ctx: &mut Context<'_>) {
    let field = json_schema::at(default, error.instance_path());
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
    if matches!(plain.get("type"), Some(Value::String(text)) if text.is_empty()) {
        plain.remove("type");
    }
    Some(Value::Object(plain))
}
