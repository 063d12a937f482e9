use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::{Field, crd};

declare_rule! {
    /// The fields by which custom resources can be selected.
    ///
    /// ## What it does
    /// Checks that each of `selectableFields` has a plain path, stands once, there are at most eight, and the path
    /// leads to a string, boolean or integer of the schema.
    ///
    /// ## Why is this bad
    /// The server indexes these fields and compares them as text.
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
    ///     schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {color: {type: string}}}}}}
    ///     selectableFields:
    ///     - {jsonPath: .spec}
    ///     - {jsonPath: .spec.size}
    ///     - {jsonPath: spec.color}
    ///     - {jsonPath: ".spec.color[0]"}
    ///     - {jsonPath: .spec.color}
    ///     - {jsonPath: .spec.color}
    ///     - {}
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
    ///     schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {color: {type: string}}}}}}
    ///     selectableFields: [{jsonPath: .spec.color}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#crd-selectable-fields>
    id: "customresourcedefinition/selectable-fields", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CustomResourceDefinition.apiextensions.k8s.io"], check),
}

const MAX_FIELDS: usize = 8;

fn check(definition: &Object<'_>, ctx: &mut Context<'_>) {
    let versions = definition.get("spec").get("versions");
    crd::each_version_part(definition, "selectableFields", ctx, |fields, ctx| {
        let version = versions
            .items()
            .find(|version| version.get("selectableFields").span() == fields.span());
        let schema = version.map(|version| version.get("schema").get("openAPIV3Schema"));
        check_fields(fields, schema, ctx);
    });
}

fn check_fields(fields: Field<'_>, schema: Option<Field<'_>>, ctx: &mut Context<'_>) {
    let schema = schema.filter(|schema| schema.is_set());
    if !fields.is_empty() && schema.is_none() {
        ctx.invalid(fields, "selectable fields need a schema")
            .at(fields.key_span());
    }
    if fields.len() > MAX_FIELDS {
        ctx.too_many(fields, fields.len(), MAX_FIELDS);
    }
    let mut seen: Vec<&str> = Vec::new();
    for field in fields.items() {
        let path = field.get("jsonPath");
        let Some(text) = path.str_or("") else { continue };
        if text.is_empty() {
            ctx.required(path, "a selectable field needs a path");
            continue;
        }
        if let Some(schema) = schema
            && let Some(fault) = path_fault(text, schema)
        {
            ctx.invalid(path, format!("{} {fault}", quote(text)));
            continue;
        }
        if seen.contains(&text) {
            ctx.duplicate(path, text);
        }
        seen.push(text);
    }
}

fn path_fault(path: &str, schema: Field<'_>) -> Option<&'static str> {
    if !path.starts_with(['.', '[']) {
        return Some("does not start with a dot");
    }
    if path.contains('[') {
        return Some("may not select from lists");
    }
    let mut at = schema;
    for (depth, name) in path[1..].split('.').enumerate() {
        let reserved = depth == 0 && matches!(name, "metadata" | "apiVersion" | "kind");
        let property = at
            .get("properties")
            .entries()
            .find(|entry| entry.key == name)
            .map(|entry| entry.value);
        match property.or(Some(at.get("additionalProperties")).filter(|field| field.is_set())) {
            Some(next) if !reserved => at = next,
            _ => return Some("does not lead to a field of the schema"),
        }
    }
    let kind = at.get("type").str().unwrap_or_default();
    (!matches!(kind, "string" | "boolean" | "integer")).then_some("does not lead to a string, boolean or integer")
}
