use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::{Field, crd};

declare_rule! {
    /// The validation rules of a CustomResourceDefinition.
    ///
    /// ## What it does
    /// Checks each of `x-kubernetes-validations`: a rule, a message on one line, a message where the rule has
    /// several lines, a reason that exists, and a field path that leads to a field of the schema.
    ///
    /// ## Why is this bad
    /// The server compiles the rules when the definition is created.
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
    ///         x-kubernetes-validations:
    ///         - {rule: ""}
    ///         - {rule: "true", message: "a\nb", reason: Because, fieldPath: spec}
    ///         - {rule: "self.a ==\n1", messageExpression: " "}
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
    ///         properties: {size: {type: integer}}
    ///         x-kubernetes-validations:
    ///         - {rule: "self.size > 0", message: too small, reason: FieldValueInvalid, fieldPath: .size}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules>
    id: "customresourcedefinition/validations", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CustomResourceDefinition.apiextensions.k8s.io"], check),
}

const REASONS: [&str; 4] = [
    "FieldValueDuplicate",
    "FieldValueForbidden",
    "FieldValueInvalid",
    "FieldValueRequired",
];
const MAX_MESSAGE: usize = 2048;

fn check(_: &Object<'_>, ctx: &mut Context<'_>) {
    ctx.definition().each_schema(ctx, |schema, ctx| {
        for schema in schema.with_rules.iter().map(|(schema, _)| Field::new(*schema)) {
            for rule in schema.get("x-kubernetes-validations").items() {
                check_rule(rule, schema, ctx);
            }
        }
    });
}

fn check_rule(rule: Field<'_>, schema: Field<'_>, ctx: &mut Context<'_>) {
    let [expression, message, message_expression, reason, path] =
        ["rule", "message", "messageExpression", "reason", "fieldPath"].map(|part| rule.get(part));
    let Some(text) = expression.str_or("") else { return };
    if text.trim().is_empty() {
        ctx.required(expression, "a validation needs a rule");
    }
    let breaks = |text: &str| text.trim().contains(['\n', '\r']);
    match message.str().filter(|text| !text.is_empty()) {
        Some(text) if text.trim().is_empty() => {
            ctx.invalid(message, "is blank").help("remove it, or say what is wrong");
        }
        Some(text) if breaks(text) => {
            ctx.invalid(message, "may not have line breaks");
        }
        Some(text) if text.len() > MAX_MESSAGE => {
            ctx.too_long(message, MAX_MESSAGE);
        }
        None if breaks(text) => {
            ctx.required(message, "a rule of several lines needs a message");
        }
        _ => {}
    }
    if message_expression
        .str()
        .is_some_and(|text| !text.is_empty() && text.trim().is_empty())
    {
        ctx.required(message_expression, "is blank")
            .help("remove it, or write an expression");
    }
    if let Some(text) = reason.str().filter(|text| !REASONS.contains(text)) {
        ctx.not_supported(reason, text, &REASONS);
    }
    if let Some(text) = path.str().filter(|text| !text.is_empty())
        && !crd::path_exists(text, schema)
    {
        ctx.invalid(path, format!("{} does not lead to a field of the schema", quote(text)))
            .help("write it from here, such as .size or .parts['a b']");
    }
}
