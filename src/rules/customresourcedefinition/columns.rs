use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::{Field, crd};

declare_rule! {
    /// The printed columns and subresources of a CustomResourceDefinition.
    ///
    /// ## What it does
    /// Checks that each of `additionalPrinterColumns` has a name, a known type and format, and a path that starts
    /// with a dot, and that the scale subresource has its paths below spec and status.
    ///
    /// ## Why is this bad
    /// kubectl get and kubectl scale work by these.
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
    ///     schema: {openAPIV3Schema: {type: object}}
    ///     additionalPrinterColumns:
    ///     - {name: Size, type: int, jsonPath: spec.size}
    ///     - {format: x}
    ///     subresources: {scale: {specReplicasPath: .status.size, statusReplicasPath: .spec.size, labelSelectorPath: x}}
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
    ///     schema: {openAPIV3Schema: {type: object}}
    ///     additionalPrinterColumns: [{name: Size, type: integer, format: int32, jsonPath: .spec.size}]
    ///     subresources: {scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#additional-printer-columns>
    id: "customresourcedefinition/columns", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CustomResourceDefinition.apiextensions.k8s.io"], check),
}

const TYPES: &str = "boolean, date, integer, number or string";
const FORMATS: [&str; 9] = [
    "",
    "int32",
    "int64",
    "float",
    "double",
    "byte",
    "date",
    "date-time",
    "password",
];

fn check(definition: &Object<'_>, ctx: &mut Context<'_>) {
    crd::each_version_part(definition, "additionalPrinterColumns", ctx, |columns, ctx| {
        columns.items().for_each(|column| check_column(column, ctx));
    });
    crd::each_version_part(definition, "subresources", ctx, |subresources, ctx| {
        let scale = subresources.get("scale");
        if scale.is_set() {
            check_scale(scale, ctx);
        }
    });
}

fn check_column(column: Field<'_>, ctx: &mut Context<'_>) {
    let [name, kind, format, path] = ["name", "type", "format", "jsonPath"].map(|part| column.get(part));
    if name.is_empty() {
        ctx.required(name, "a column needs a name");
    }
    match kind.str_or("") {
        Some("") => {
            ctx.required(kind, format!("a column is of type {TYPES}"));
        }
        Some("boolean" | "date" | "integer" | "number" | "string") | None => {}
        Some(other) => {
            ctx.invalid(kind, format!("{} is not a type of columns", quote(other)))
                .help(format!("use {TYPES}"));
        }
    }
    if let Some(text) = format.str().filter(|text| !FORMATS.contains(text)) {
        ctx.invalid(format, format!("{} is not a format of columns", quote(text)))
            .help(format!("use one of {}", FORMATS[1..].join(", ")));
    }
    let Some(text) = path.str_or("") else { return };
    let shown = path.path(ctx.object()).replace(".jsonPath", ".JSONPath");
    if text.is_empty() {
        ctx.required(path, "a column needs a path").path(shown);
    } else if !text.starts_with('.') {
        ctx.invalid(path, format!("{} does not start with a dot", quote(text)))
            .path(shown);
    }
}

fn check_scale(scale: Field<'_>, ctx: &mut Context<'_>) {
    check_path(scale.get("specReplicasPath"), &[".spec."], true, ctx);
    check_path(scale.get("statusReplicasPath"), &[".status."], true, ctx);
    check_path(scale.get("labelSelectorPath"), &[".spec.", ".status."], false, ctx);
}

fn check_path(path: Field<'_>, below: &[&str], required: bool, ctx: &mut Context<'_>) {
    let Some(text) = path.str_or("") else { return };
    if text.is_empty() {
        if required {
            ctx.required(path, format!("scale needs its {}", path.name()));
        }
    } else if !text.starts_with('.') {
        ctx.invalid(path, format!("{} does not start with a dot", quote(text)));
    } else if !below.iter().any(|prefix| text.starts_with(prefix)) {
        let below: Vec<_> = below.iter().map(|prefix| quote(prefix)).collect();
        ctx.invalid(path, format!("{} is not below {}", quote(text), below.join(" or ")));
    }
}
