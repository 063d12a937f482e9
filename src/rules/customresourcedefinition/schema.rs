use crate::check::{quote, regex};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::crd::{Place, UNSUPPORTED};
use crate::yaml::{Kind, Node};

declare_rule! {
    /// The structural schema of a CustomResourceDefinition.
    ///
    /// ## What it does
    /// Checks each node of `openAPIV3Schema`: types that exist and are given for every field and item, properties
    /// or additional properties but not both, patterns that compile, list and map types with what they need, what
    /// may stand at the root, and inside allOf, anyOf, oneOf and not only conditions on values.
    ///
    /// ## Why is this bad
    /// The server prunes, defaults and merges by the schema, so it accepts only schemas from which it can tell the
    /// shape.
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
    ///         nullable: true
    ///         properties:
    ///           spec:
    ///             properties:
    ///               size: {type: int}
    ///               name: {pattern: "("}
    ///               tags: {type: array, x-kubernetes-list-type: map}
    ///               both: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}
    ///               any: {type: object, anyOf: [{type: object, default: {}}]}
    ///               list: {type: array, uniqueItems: true}
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
    ///           spec:
    ///             type: object
    ///             properties:
    ///               size: {type: integer}
    ///               port: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
    ///               name: {type: string, pattern: "^[a-z]+$"}
    ///               tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
    ///               parts:
    ///                 type: array
    ///                 x-kubernetes-list-type: map
    ///                 x-kubernetes-list-map-keys: [name]
    ///                 items: {type: object, required: [name], properties: {name: {type: string}}}
    ///               any: {type: object, x-kubernetes-preserve-unknown-fields: true}
    ///             anyOf: [{required: [size]}, {required: [name]}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema>
    id: "customresourcedefinition/schema", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CustomResourceDefinition.apiextensions.k8s.io"], check),
}

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];
const LIST_TYPES: [&str; 3] = ["atomic", "map", "set"];
const MAP_TYPES: [&str; 2] = ["atomic", "granular"];

/// What may stand at the root where the status subresource is served.
const ROOT_WITH_STATUS: [&str; 22] = [
    "description",
    "type",
    "format",
    "title",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "multipleOf",
    "required",
    "items",
    "properties",
    "externalDocs",
    "example",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
];

fn check(_: &Object<'_>, ctx: &mut Context<'_>) {
    ctx.definition().each_schema(ctx, |schema, ctx| {
        for &(node, place) in schema.remarkable.iter().rev() {
            check_schema(Field::new(node), place, schema.root, ctx);
        }
        for &node in &schema.merged {
            check_lists(Field::new(node), ctx);
        }
        let status = schema.version.get("subresources").get("status");
        if status.is_set() && schema.root.is_set() {
            check_root_with_status(schema.root, ctx);
        }
    });
}

/// References and dependencies count as soon as they are there, the others when they say something.
fn is_used(keyword: Field<'_>) -> bool {
    keyword.is_set() && (matches!(keyword.name(), "$ref" | "dependencies") || !keyword.is_empty())
}

fn is_true(field: Field<'_>) -> bool {
    field.bool() == Some(true)
}

fn check_root_with_status(schema: Field<'_>, ctx: &mut Context<'_>) {
    let is_unset = |keyword: Field<'_>| {
        !keyword.is_set()
            || keyword.bool() == Some(false)
            || keyword.str() == Some("") && !keyword.name().starts_with("x-kubernetes-")
    };
    if let Some(entry) = schema
        .entries()
        .find(|entry| !ROOT_WITH_STATUS.contains(&entry.key) && !is_unset(entry.value))
    {
        ctx.invalid(
            schema,
            format!("{} may not stand at the root beside the status subresource", entry.key),
        )
        .at(entry.key_span);
    }
    let kind = schema.get("type");
    if kind.str().is_some_and(|text| !matches!(text, "" | "object")) {
        ctx.invalid(kind, "with the status subresource the root can only be an object");
    }
}

fn check_schema(schema: Field<'_>, place: Place, root: Field<'_>, ctx: &mut Context<'_>) {
    match place {
        Place::Junctor => check_junctor(schema, ctx),
        Place::Root | Place::Field | Place::Item => check_structure(schema, place, ctx),
    }
    check_keywords(schema, root, ctx);
}

/// What holds for every schema, wherever it stands.
fn check_keywords(schema: Field<'_>, root: Field<'_>, ctx: &mut Context<'_>) {
    for entry in schema.entries() {
        let keyword = entry.value;
        match entry.key {
            name if UNSUPPORTED.contains(&name) => {
                if is_used(keyword) {
                    ctx.forbidden(keyword, format!("{name} is not supported"))
                        .at(entry.key_span);
                }
                if name == "definitions" {
                    for definition in keyword.entries() {
                        check_defined(definition.value, root, ctx);
                    }
                }
            }
            "$schema" if !keyword.is_empty() => {
                let path = root.path(ctx.object());
                ctx.invalid(schema, "$schema is not supported")
                    .at(entry.key_span)
                    .path(path);
            }
            "type" => check_type(schema, keyword, ctx),
            "uniqueItems" if is_true(keyword) => {
                ctx.forbidden(keyword, "checking this takes too long")
                    .help("use x-kubernetes-list-type: set");
            }
            "additionalProperties" => {
                if keyword.is_set() && !is_true(keyword) && !schema.get("properties").is_empty() {
                    ctx.forbidden(keyword, "properties and additionalProperties exclude each other")
                        .at(entry.key_span);
                }
            }
            "pattern" => {
                if let Some(fault) = keyword.str().and_then(regex::regex) {
                    ctx.invalid(keyword, fault);
                }
            }
            "items" if keyword.is_list() => {
                ctx.forbidden(keyword, "items is one schema, not a list")
                    .at(entry.key_span);
            }
            "x-kubernetes-preserve-unknown-fields" if keyword.bool() == Some(false) => {
                ctx.invalid(keyword, "is true or not there");
            }
            _ => {}
        }
    }
}

/// Definitions are refused, and what stands in them is looked at all the same.
fn check_defined(schema: Field<'_>, root: Field<'_>, ctx: &mut Context<'_>) {
    check_keywords(schema, root, ctx);
    for property in schema.get("properties").entries() {
        check_defined(property.value, root, ctx);
    }
    for inner in [schema.get("items"), schema.get("additionalProperties")] {
        if inner.is_set() {
            check_defined(inner, root, ctx);
        }
    }
}

fn check_type(schema: Field<'_>, kind: Field<'_>, ctx: &mut Context<'_>) {
    match kind.str() {
        Some("null") => {
            ctx.forbidden(kind, "null is no type of its own")
                .help("use nullable: true");
        }
        Some("array") if schema.get("items").is_absent() => {
            ctx.required(schema.get("items"), "an array needs a schema of its items");
        }
        Some(text) if !text.is_empty() && !TYPES.contains(&text) => {
            ctx.not_supported(kind, text, &TYPES);
        }
        _ => {}
    }
}

/// The extensions on how lists and maps merge, and on embedded resources.
fn check_lists(schema: Field<'_>, ctx: &mut Context<'_>) {
    let list_type = schema.get("x-kubernetes-list-type");
    let map_type = schema.get("x-kubernetes-map-type");
    let keys = schema.get("x-kubernetes-list-map-keys");
    for (keyword, wanted) in [(list_type, "array"), (map_type, "object")] {
        if keyword.is_set() {
            needs_type(schema, keyword, wanted, ctx);
        }
    }
    if let Some(text) = list_type.str().filter(|text| !LIST_TYPES.contains(text)) {
        ctx.not_supported(list_type, text, &LIST_TYPES);
    }
    if let Some(text) = map_type.str().filter(|text| !MAP_TYPES.contains(text)) {
        ctx.not_supported(map_type, text, &MAP_TYPES);
    }
    match list_type.str() {
        Some("map") => check_map_list(schema, keys, ctx),
        other => {
            if !keys.is_empty() {
                let message = "x-kubernetes-list-map-keys needs the list type map";
                match other {
                    None => ctx.required(list_type, message),
                    Some(_) => ctx.invalid(list_type, message),
                };
            }
            if other == Some("set") {
                check_set_items(schema.get("items"), ctx);
            }
        }
    }
}

fn needs_type(schema: Field<'_>, keyword: Field<'_>, wanted: &str, ctx: &mut Context<'_>) {
    let kind = schema.get("type");
    let message = || format!("{} needs the type {wanted}", keyword.name());
    match kind.str_or("") {
        Some("") => ctx.required(kind, message()),
        Some(text) if text != wanted => ctx.invalid(kind, message()),
        _ => return,
    };
}

fn check_set_items(items: Field<'_>, ctx: &mut Context<'_>) {
    if is_true(items.get("nullable")) {
        ctx.forbidden(items.get("nullable"), "the items of a set may not be null");
    }
    let (map_type, list_type) = (items.get("x-kubernetes-map-type"), items.get("x-kubernetes-list-type"));
    match items.get("type").str() {
        Some("object") if map_type.str() != Some("atomic") => {
            ctx.invalid(map_type, "the items of a set must be atomic")
                .help("set x-kubernetes-map-type: atomic");
        }
        Some("array") if list_type.str_or("atomic") != Some("atomic") => {
            ctx.invalid(list_type, "the items of a set must be atomic");
        }
        _ => {}
    }
}

fn check_map_list(schema: Field<'_>, keys: Field<'_>, ctx: &mut Context<'_>) {
    if keys.is_empty() {
        ctx.required(keys, "a list of type map needs the keys of its items");
    }
    let items = schema.get("items");
    if items.is_absent() {
        ctx.required(items, "a list of type map needs a schema of its items");
        return;
    }
    if items.get("type").str_or("").is_some_and(|text| text != "object") {
        ctx.invalid(items.get("type"), "the items of a list of type map are objects");
        return;
    }
    let properties = items.get("properties");
    let mut seen: Vec<&str> = Vec::new();
    let mut doubled = false;
    for key in keys.items() {
        let Some(text) = key.str_or("") else { continue };
        if seen.contains(&text) && !doubled {
            doubled = true;
            ctx.invalid(keys, format!("{} stands twice", quote(text)))
                .at(key.span());
        }
        seen.push(text);
        let Some(property) = properties.entries().find(|entry| entry.key == text) else {
            ctx.invalid(keys, format!("{} is no property of the items", quote(text)))
                .at(key.span());
            continue;
        };
        if matches!(property.value.get("type").str(), Some("array" | "object")) {
            ctx.invalid(property.value.get("type"), "a key of a list must be a single value");
        }
        if is_true(property.value.get("nullable")) {
            ctx.forbidden(property.value.get("nullable"), "a key of a list may not be null");
        }
        let required = items.get("required").items().any(|name| name.str() == Some(text));
        if !required && property.value.get("default").is_absent() {
            ctx.required(
                property.value.get("default"),
                "a key of a list needs a default, or must be required",
            );
        }
    }
}

/// What makes a schema structural, outside of junctors.
fn check_structure(schema: Field<'_>, place: Place, ctx: &mut Context<'_>) {
    let kind = schema.get("type");
    let Some(kind_text) = kind.str_or("") else { return };
    let (preserve, int_or_string) = (
        schema.get("x-kubernetes-preserve-unknown-fields"),
        schema.get("x-kubernetes-int-or-string"),
    );
    let embedded = schema.get("x-kubernetes-embedded-resource");
    match place {
        Place::Root => {
            let open = is_true(preserve) || is_true(int_or_string);
            check_root(schema, kind, kind_text, open, ctx);
        }
        _ if kind_text.is_empty() && !is_true(preserve) && !is_true(int_or_string) => {
            let what = if place == Place::Item {
                "every item"
            } else {
                "every field"
            };
            ctx.required(kind, format!("{what} needs a type"));
        }
        _ => {}
    }
    if is_true(int_or_string) {
        for other in [preserve, embedded].into_iter().filter(|other| is_true(*other)) {
            ctx.invalid(other, "may not be true beside x-kubernetes-int-or-string");
        }
    }
    if is_true(embedded) {
        needs_type(schema, embedded, "object", ctx);
        if schema.get("additionalProperties").is_set() {
            ctx.forbidden(
                schema.get("additionalProperties"),
                "may not stand in an embedded resource",
            );
        }
        if !is_true(preserve) && schema.get("properties").is_empty() {
            ctx.required(
                schema.get("properties"),
                "an embedded resource needs properties, or keeps unknown fields",
            );
        }
    }
    if place == Place::Root {
        check_metadata(schema.get("properties"), ctx);
    }
}

fn check_root(schema: Field<'_>, kind: Field<'_>, text: &str, open: bool, ctx: &mut Context<'_>) {
    if text.is_empty() && open {
        // What the values are need not be said.
    } else if text.is_empty() {
        ctx.required(kind, "the root needs the type object");
    } else if text != "object" {
        ctx.invalid(kind, "the root must be an object");
    }
    if schema.get("additionalProperties").is_set() {
        ctx.forbidden(schema.get("additionalProperties"), "may not stand at the root")
            .at(schema.get("additionalProperties").key_span());
    }
    if is_true(schema.get("nullable")) {
        ctx.forbidden(schema.get("nullable"), "the root may not be null");
    }
}

/// The server owns metadata; a schema may only narrow the name.
fn check_metadata(properties: Field<'_>, ctx: &mut Context<'_>) {
    let Some(metadata) = properties.entries().find(|entry| entry.key == "metadata") else {
        return;
    };
    let fields = metadata.value.get("properties");
    let other = fields
        .entries()
        .any(|entry| !matches!(entry.key, "name" | "generateName"));
    let keywords = metadata.value.entries().any(|entry| {
        !matches!(entry.key, "type" | "properties" | "default")
            && !UNSUPPORTED.contains(&entry.key)
            && says_something(entry.value)
    });
    if other || keywords {
        ctx.forbidden(
            metadata.value,
            "only the name and generateName of metadata can be narrowed",
        )
        .at(metadata.key_span);
    }
}

/// Lists and maps that say nothing where they are empty.
const MAY_BE_EMPTY: [&str; 6] = ["allOf", "anyOf", "definitions", "enum", "oneOf", "patternProperties"];

/// Whether a keyword says more than the server takes it to say where it is absent.
fn says_something(keyword: Field<'_>) -> bool {
    let name = keyword.name();
    match keyword.node().map(Node::kind) {
        None | Some(Kind::Null | Kind::Bool(false)) => false,
        Some(Kind::Str) if keyword.is_empty() => name.starts_with("x-kubernetes-"),
        Some(Kind::Seq | Kind::Map) if keyword.is_empty() => !MAY_BE_EMPTY.contains(&name),
        Some(Kind::Str | Kind::Int(_)) => name != "items",
        Some(_) => true,
    }
}

/// Keywords that decide the shape and so may not depend on a junctor.
const SHAPE: [&str; 13] = [
    "additionalProperties",
    "default",
    "description",
    "nullable",
    "title",
    "type",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
];

fn check_junctor(schema: Field<'_>, ctx: &mut Context<'_>) {
    for entry in schema.entries().filter(|entry| SHAPE.contains(&entry.key)) {
        let (name, keyword) = (entry.key, entry.value);
        let may_stand = !keyword.is_set()
            || keyword.bool() == Some(false) && name != "additionalProperties"
            || keyword.is_empty()
                && matches!(
                    name,
                    "type" | "title" | "description" | "x-kubernetes-list-map-keys" | "x-kubernetes-validations"
                )
            || name == "type" && is_int_or_string_type(schema);
        if !may_stand {
            ctx.forbidden(keyword, format!("{name} may not depend on a condition"))
                .at(entry.key_span);
        }
    }
}

/// The two types of `x-kubernetes-int-or-string` may be spelt out, in this order, in its anyOf or in the anyOf of the
/// first part of its allOf.
fn is_int_or_string_type(schema: Field<'_>) -> bool {
    let Some(list) = schema.parent().filter(|list| list.name() == "anyOf") else {
        return false;
    };
    let types: Vec<_> = list
        .items()
        .map(|part| {
            let said = part.entries().filter(|entry| says_something(entry.value)).count();
            (part.get("type").str(), said)
        })
        .collect();
    let holder = list.parent().and_then(|holder| {
        let all_of = holder.parent().filter(|list| list.name() == "allOf");
        all_of.map_or(Some(holder), |list| list.parent())
    });
    types == [(Some("integer"), 1), (Some("string"), 1)]
        && holder.is_some_and(|holder| is_true(holder.get("x-kubernetes-int-or-string")))
}
