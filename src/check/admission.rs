//! What admission webhooks and policies have in common: rules on operations, match conditions, match constraints.

use super::{name, quote, selector};
use crate::cel::{Scope, Ty};
use crate::rule::Context;
use crate::view::Field;

const OPERATIONS: [&str; 5] = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
const SCOPES: [&str; 3] = ["*", "Cluster", "Namespaced"];
const MAX_CONDITIONS: usize = 64;

/// One rule: operations, API groups and versions, resources, scope.
pub fn rule_with_operations(rule: Field<'_>, ctx: &mut Context<'_>) {
    let operations = rule.get("operations");
    let groups = rule.get("apiGroups");
    let versions = rule.get("apiVersions");
    let resources = rule.get("resources");
    some_and_alone(operations, "an operation", ctx);
    for operation in operations.items() {
        if let Some(text) = operation.str_or("").filter(|text| !OPERATIONS.contains(text)) {
            ctx.not_supported(operation, text, &OPERATIONS);
        }
    }
    some_and_alone(groups, "an API group", ctx);
    some_and_alone(versions, "an API version", ctx);
    for version in versions.items().filter(|version| version.is_empty()) {
        ctx.required(version, "an API version may not be empty");
    }
    resources_of_rule(resources, ctx);
    let scope = rule.get("scope");
    if let Some(text) = scope.str().filter(|text| !SCOPES.contains(text)) {
        ctx.not_supported(scope, text, &SCOPES);
    }
}

fn some_and_alone(list: Field<'_>, one: &str, ctx: &mut Context<'_>) {
    if list.is_empty() {
        ctx.required(list, format!("a rule needs at least {one}"));
    }
    if list.len() > 1 && list.items().any(|item| item.str() == Some("*")) {
        ctx.invalid(list, "\"*\" covers everything and stands alone")
            .help("remove the other items, or the \"*\"");
    }
}

/// Resources, with subresources after a slash: what a wildcard covers may not stand beside it.
fn resources_of_rule(list: Field<'_>, ctx: &mut Context<'_>) {
    if list.is_empty() {
        ctx.required(list, "a rule needs at least one resource");
    }
    let (mut all_subresources, mut all_resources) = (Vec::new(), Vec::new());
    let mut after_wildcard = false;
    for item in list.items() {
        let Some(text) = item.str_or("") else { continue };
        if text.is_empty() {
            ctx.required(item, "a resource may not be empty");
            continue;
        }
        match text.split_once('/') {
            Some((resource, sub)) => {
                if all_subresources.contains(&resource) || all_resources.contains(&sub) {
                    ctx.invalid(item, format!("{} is covered by what stands before it", quote(text)));
                }
                if sub == "*" {
                    all_subresources.push(resource);
                }
                if resource == "*" {
                    all_resources.push(sub);
                }
            }
            None if text == "*" => after_wildcard = true,
            None if after_wildcard => {
                ctx.invalid(list, "\"*\" covers every resource; only subresources may follow it")
                    .at(item.span());
            }
            None => {}
        }
    }
    let everything = list.items().any(|item| item.str() == Some("*/*"));
    if everything && list.len() > 1 {
        ctx.invalid(list, "\"*/*\" covers everything and stands alone")
            .help("remove the other items, or the \"*/*\"");
    }
}

/// Which requests a policy or binding concerns. Absent ones are fine here.
pub fn match_resources(field: Field<'_>, ctx: &mut Context<'_>) {
    let policy = field.get("matchPolicy");
    if let Some(text) = policy.str().filter(|text| !matches!(*text, "Exact" | "Equivalent")) {
        ctx.not_supported(policy, text, &["Equivalent", "Exact"]);
    }
    for name in ["namespaceSelector", "objectSelector"] {
        selector::label_selector(field.get(name), ctx);
    }
    for list in ["resourceRules", "excludeResourceRules"] {
        for rule in field.get(list).items() {
            rule_with_operations(rule, ctx);
            resource_names(rule.get("resourceNames"), ctx);
        }
    }
}

/// What a mutating policy matches must be operations that carry an object to change. The server leaves out the index
/// of the rule in this path.
pub fn mutable_operations(matches: Field<'_>, ctx: &mut Context<'_>) {
    const MUTABLE: [&str; 4] = ["*", "CONNECT", "CREATE", "UPDATE"];
    let rules = matches.get("resourceRules");
    let path = rules.path(ctx.object()) + ".operations";
    for operation in rules.items().flat_map(|rule| rule.get("operations").items()) {
        if let Some(text) = operation.str_or("").filter(|text| !MUTABLE.contains(text)) {
            ctx.not_supported(operation, text, &MUTABLE).path(path.clone());
        }
    }
}

fn resource_names(names: Field<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    for item in names.items() {
        let Some(text) = item.str_or("") else { continue };
        if let Some(fault) = name::path_segment(text) {
            ctx.invalid(item, format!("{} {fault}", quote(text)));
        }
        if seen.contains(&text) {
            ctx.duplicate(item, text);
        }
        seen.push(text);
    }
}

/// The conditions before a webhook or policy is asked: at most 64, each with a name of its own and an expression.
pub fn match_conditions(list: Field<'_>, ctx: &mut Context<'_>) {
    if list.len() > MAX_CONDITIONS {
        ctx.too_many(list, list.len(), MAX_CONDITIONS);
    }
    let mut seen: Vec<(&str, Field<'_>)> = Vec::new();
    for condition in list.items() {
        let (name, expression) = (condition.get("name"), condition.get("expression"));
        if expression.str_or("").is_some_and(|text| text.trim().is_empty()) {
            ctx.required(expression, "a condition needs an expression");
        }
        let Some(text) = name.str_or("") else { continue };
        if text.is_empty() {
            ctx.required(name, "a condition needs a name");
            continue;
        }
        name::check_field(name, ctx, name::qualified_name);
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == text) {
            let first = first.span();
            ctx.duplicate(name, text)
                .related(first, "the first condition of this name");
        }
        seen.push((text, name));
    }
}

/// A field that is `Ignore` or `Fail`.
pub fn failure_policy(field: Field<'_>, ctx: &mut Context<'_>) {
    if let Some(text) = field.str().filter(|text| !matches!(*text, "Ignore" | "Fail")) {
        ctx.not_supported(field, text, &["Fail", "Ignore"]);
    }
}

/// What every expression of admission may use.
pub fn scope<'d>() -> Scope<'d> {
    Scope::new([
        ("object", Ty::Dyn),
        ("oldObject", Ty::Dyn),
        ("request", request()),
        ("namespaceObject", namespace()),
        ("authorizer", Ty::Named("authorizer")),
        ("authorizer.requestResource", Ty::Named("authorizer.resource")),
    ])
}

/// The request as expressions see it.
fn request<'d>() -> Ty<'d> {
    let kind = || Ty::object([("group", Ty::String), ("version", Ty::String), ("kind", Ty::String)]);
    let resource = || Ty::object([("group", Ty::String), ("version", Ty::String), ("resource", Ty::String)]);
    let strings = || Ty::list(Ty::String);
    let user = Ty::object([
        ("username", Ty::String),
        ("uid", Ty::String),
        ("groups", strings()),
        ("extra", Ty::map(Ty::String, strings())),
    ]);
    Ty::object([
        ("kind", kind()),
        ("resource", resource()),
        ("subResource", Ty::String),
        ("requestKind", kind()),
        ("requestResource", resource()),
        ("requestSubResource", Ty::String),
        ("name", Ty::String),
        ("namespace", Ty::String),
        ("operation", Ty::String),
        ("userInfo", user),
        ("dryRun", Ty::Bool),
        ("options", Ty::Dyn),
    ])
}

/// The namespace of the object as expressions see it.
fn namespace<'d>() -> Ty<'d> {
    let strings = || Ty::list(Ty::String);
    let texts = || Ty::map(Ty::String, Ty::String);
    let metadata = Ty::object([
        ("name", Ty::String),
        ("generateName", Ty::String),
        ("namespace", Ty::String),
        ("labels", texts()),
        ("annotations", texts()),
        ("UID", Ty::String),
        ("creationTimestamp", Ty::Named("timestamp")),
        ("deletionGracePeriodSeconds", Ty::Int),
        ("deletionTimestamp", Ty::Named("timestamp")),
        ("generation", Ty::Int),
        ("resourceVersion", Ty::String),
        ("finalizers", strings()),
    ]);
    Ty::object([
        ("metadata", metadata),
        ("spec", Ty::object([("finalizers", strings())])),
        ("status", Ty::object([("phase", Ty::String)])),
    ])
}
