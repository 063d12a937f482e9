use crate::check::structural;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::yaml::{Kind, Node};

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

fn check(_: &Object<'_>, ctx: &mut Context<'_>) {
    ctx.definition().each_schema(ctx, |schema, ctx| {
        for &schema in &schema.with_default {
            check_default(schema, ctx);
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
    if schema.get("x-kubernetes-embedded-resource").map(Node::kind) == Some(Kind::Bool(true)) {
        for name in ["apiVersion", "kind"]
            .map(|name| default.get(name))
            .into_iter()
            .filter(|name| name.is_absent())
        {
            ctx.required(name, "an embedded resource needs its apiVersion and kind");
        }
    }
}

/// Whether an object holds a key that its schema neither names nor lets through.
fn has_unknown_fields(value: Node<'_>, schema: Node<'_>) -> bool {
    let is_true = |name: &str| schema.get(name).map(Node::kind) == Some(Kind::Bool(true));
    let additional = schema.get("additionalProperties").filter(|schema| !schema.is_null());
    let is_let_through = |key: &str| {
        is_true("x-kubernetes-preserve-unknown-fields")
            || matches!(key, "apiVersion" | "kind" | "metadata") && is_true("x-kubernetes-embedded-resource")
    };
    let entries = value.live_entries().any(|entry| {
        let property = schema.get("properties").and_then(|known| known.get(entry.key));
        match property.or(additional) {
            Some(schema) => has_unknown_fields(entry.value, schema),
            None => !is_let_through(entry.key),
        }
    });
    let has_unknown_fields = |item| schema.get("items").is_some_and(|items| has_unknown_fields(item, items));
    entries || value.items().any(has_unknown_fields)
}
