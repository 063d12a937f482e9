use crate::check::structural;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::yaml::Node;

declare_rule! {
    /// The defaults in the schema of a CustomResourceDefinition.
    ///
    /// ## What it does
    /// Checks that each `default` is valid for the schema it stands in and has no field that the schema does not
    /// know, and that there is none for the apiVersion, kind or metadata of an object.
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

fn check(_: &Object<'_>, ctx: &mut Context<'_>) {
    ctx.definition().each_schema(ctx, |schema, ctx| {
        for &schema in &schema.with_default {
            check_default(schema, ctx);
        }
        let properties = schema.root.get("properties");
        for name in ["apiVersion", "kind", "metadata"] {
            if let Some(property) = properties.get(name).node() {
                check_reserved(property, name, ctx);
            }
        }
    });
}

fn check_default(schema: Node<'_>, ctx: &mut Context<'_>) {
    let Some(value) = schema.get("default").filter(|value| !value.is_null()) else {
        return;
    };
    let default = Field::new(value);
    if has_unknown_fields(value, schema) {
        ctx.invalid(default, "the default has fields that the schema does not know")
            .at(default.key_span());
        return;
    }
    for fault in structural::validate(value, schema) {
        let field = fault
            .missing
            .map_or(Field::new(fault.value), |name| Field::new(fault.value).get(name));
        let found = ctx.error(field, fault.reason, format!("the default {}", fault.message));
        // The server takes the index for a name.
        found.path = found.path.replace(".default[", ".default.[");
    }
    check_embedded(value, schema, ctx);
}

/// Objects in a default that are resources of their own.
fn check_embedded(value: Node<'_>, schema: Node<'_>, ctx: &mut Context<'_>) {
    if schema.get("x-kubernetes-embedded-resource").is_some_and(Node::is_true) {
        let object = Field::new(value);
        for name in ["apiVersion", "kind"].map(|name| object.get(name)) {
            if name.is_absent() {
                ctx.required(name, "an embedded resource needs its apiVersion and kind");
            }
        }
    }
    for entry in value.live_entries() {
        if let Some(schema) = structural::member(schema, entry.key) {
            check_embedded(entry.value, schema, ctx);
        }
    }
    if let Some(items) = schema.get("items") {
        value.items().for_each(|item| check_embedded(item, items, ctx));
    }
}

/// The server alone fills in what stands at the top of every object.
fn check_reserved(schema: Node<'_>, name: &str, ctx: &mut Context<'_>) {
    if let Some(default) = schema.get("default").filter(|default| !default.is_null()) {
        let default = Field::new(default);
        ctx.forbidden(default, format!("the {name} of an object has no default"))
            .at(default.key_span());
    }
    for property in schema.get("properties").into_iter().flat_map(Node::live_entries) {
        check_reserved(property.value, name, ctx);
    }
    for inner in ["items", "additionalProperties"]
        .into_iter()
        .filter_map(|name| schema.get(name))
    {
        check_reserved(inner, name, ctx);
    }
}

/// Whether an object holds a key that its schema neither names nor lets through.
fn has_unknown_fields(value: Node<'_>, schema: Node<'_>) -> bool {
    let is_true = |keyword: &str| schema.get(keyword).is_some_and(Node::is_true);
    let is_let_through = |key: &str| {
        is_true("x-kubernetes-preserve-unknown-fields")
            || matches!(key, "apiVersion" | "kind" | "metadata") && is_true("x-kubernetes-embedded-resource")
    };
    let entries = value
        .live_entries()
        .any(|entry| match structural::member(schema, entry.key) {
            Some(schema) => has_unknown_fields(entry.value, schema),
            None => !is_let_through(entry.key),
        });
    let has_unknown_fields = |item| schema.get("items").is_some_and(|items| has_unknown_fields(item, items));
    entries || value.items().any(has_unknown_fields)
}
