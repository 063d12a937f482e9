use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The group, scope and names of a CustomResourceDefinition.
    ///
    /// ## What it does
    /// Checks `spec.group` (a domain), `spec.scope`, and `spec.names`: plural, singular, kind, list kind, short
    /// names and categories, and that the object's name is plural and group.
    ///
    /// ## Why is this bad
    /// These become the paths and names by which the server serves the resource.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com}
    /// spec:
    ///   group: example
    ///   scope: Global
    ///   names: {plural: Widgets, kind: Widget, listKind: Widget, shortNames: [W]}
    ///   versions:
    ///   - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    /// ```
    /// ```yaml,good
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com}
    /// spec:
    ///   group: example.com
    ///   scope: Namespaced
    ///   names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList, shortNames: [wd], categories: [all]}
    ///   versions:
    ///   - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/>
    id: "customresourcedefinition/names", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CustomResourceDefinition.apiextensions.k8s.io"], check),
}

fn check(definition: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = definition.get("spec");
    check_group(spec.get("group"), ctx);
    let scope = spec.get("scope");
    match scope.str_or("") {
        Some("") => {
            ctx.required(scope, "a resource is Cluster or Namespaced");
        }
        Some(text) if !matches!(text, "Cluster" | "Namespaced") => {
            ctx.not_supported(scope, text, &["Cluster", "Namespaced"]);
        }
        _ => {}
    }
    check_names(spec.get("names"), ctx);
    let (Some(plural), Some(group)) = (spec.get("names").get("plural").str_or(""), spec.get("group").str_or("")) else {
        return;
    };
    let (name, wanted) = (definition.get("metadata").get("name"), format!("{plural}.{group}"));
    if name.str().is_some_and(|text| !text.is_empty() && text != wanted) {
        ctx.invalid(name, format!("the name must be plural and group: {wanted}"));
    }
}

fn check_group(group: Field<'_>, ctx: &mut Context<'_>) {
    let Some(text) = group.str_or("") else { return };
    if text.is_empty() {
        ctx.required(group, "a resource needs a group");
    } else if let Some(fault) = name::dns1123_subdomain(text) {
        ctx.invalid(group, format!("{} {fault}", quote(text)));
    } else if !text.contains('.') {
        ctx.invalid(group, format!("{} is not a domain with a dot", quote(text)));
    }
}

fn check_names(names: Field<'_>, ctx: &mut Context<'_>) {
    let [plural, singular, kind, list_kind] = ["plural", "singular", "kind", "listKind"].map(|part| names.get(part));
    let (Some(kind_text), Some(list_text)) = (kind.str_or(""), list_kind.str_or("")) else {
        return;
    };
    name::check_required(plural, ctx, name::dns1035_label);
    // Absent or empty, singular and listKind are made from the kind.
    let lower = kind_text.to_lowercase();
    let singular_text = singular.non_empty_or(&lower).unwrap_or("x");
    check_text(singular, singular_text, singular_text, ctx);
    check_text(kind, kind_text, &lower, ctx);
    let made = if kind_text.is_empty() {
        String::new()
    } else {
        format!("{kind_text}List")
    };
    let list_text = if list_text.is_empty() { &made } else { list_text };
    check_text(list_kind, list_text, &list_text.to_lowercase(), ctx);
    if !kind_text.is_empty() && kind_text == list_text {
        ctx.invalid(list_kind, "kind and listKind may not be the same")
            .related(kind.span(), "the kind");
    }
    for list in ["shortNames", "categories"] {
        for item in names.get(list).items() {
            let Some(text) = item.str_or("") else { continue };
            if let Some(fault) = name::dns1035_label(text) {
                ctx.invalid(item, format!("{} {fault}", quote(text)));
            }
        }
    }
}

fn check_text(field: Field<'_>, text: &str, lower: &str, ctx: &mut Context<'_>) {
    if text.is_empty() {
        ctx.required(field, format!("a resource needs its {}", field.name()));
    } else if let Some(fault) = name::dns1035_label(lower) {
        ctx.invalid(field, format!("{} {fault}", quote(text)));
    }
}
