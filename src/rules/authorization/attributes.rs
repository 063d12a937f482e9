use crate::check::{name, quote, selector};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// What an access review asks about.
    ///
    /// ## What it does
    /// Checks the spec of SubjectAccessReview, SelfSubjectAccessReview and LocalSubjectAccessReview: exactly one of
    /// resource and non-resource attributes, a user or a group where one is asked about, the namespace of a local
    /// review, field and label selectors, and metadata that is empty.
    ///
    /// ## Why is this bad
    /// The server cannot answer a question that is not one.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: authorization.k8s.io/v1
    /// kind: SubjectAccessReview
    /// spec: {}
    /// ```
    /// ```yaml,good
    /// apiVersion: authorization.k8s.io/v1
    /// kind: SubjectAccessReview
    /// spec: {groups: [dev], nonResourceAttributes: {path: /healthz, verb: get}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/authorization/>
    id: "authorization/attributes", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["SubjectAccessReview.authorization.k8s.io", "SelfSubjectAccessReview.authorization.k8s.io", "LocalSubjectAccessReview.authorization.k8s.io"], check),
}

/// The fields of metadata that the server does not wipe before it looks.
const KEPT: [&str; 8] = [
    "name",
    "generateName",
    "generation",
    "labels",
    "annotations",
    "finalizers",
    "ownerReferences",
    "resourceVersion",
];

fn check(review: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = review.get("spec");
    let (resource, other) = (spec.get("resourceAttributes"), spec.get("nonResourceAttributes"));
    if resource.is_set() == other.is_set() && !spec.is_wrong() {
        ctx.invalid(
            spec,
            "exactly one of resourceAttributes and nonResourceAttributes must be set",
        );
    }
    if review.kind() != "SelfSubjectAccessReview" && spec.get("user").is_empty() && spec.get("groups").is_empty() {
        ctx.invalid(spec.get("user"), "a user or a group must be named");
    }
    if resource.is_set() {
        for name in ["fieldSelector", "labelSelector"] {
            check_selector(resource.get(name), ctx);
        }
    }
    check_metadata(review, ctx);
    if review.kind() == "LocalSubjectAccessReview" {
        check_local(review, resource, other, ctx);
    }
}

fn check_metadata(review: &Object<'_>, ctx: &mut Context<'_>) {
    let metadata = review.get("metadata");
    let extra = metadata
        .entries()
        .find(|entry| KEPT.contains(&entry.key) && !entry.value.is_empty() && !matches!(entry.value.int(), Some(0)));
    if let Some(extra) = extra {
        ctx.invalid(metadata, "a review is not stored: its metadata must be empty")
            .at(extra.key_span)
            .help(format!("remove {}", extra.key));
    }
}

fn check_local(review: &Object<'_>, resource: Field<'_>, other: Field<'_>, ctx: &mut Context<'_>) {
    if other.is_set() {
        ctx.invalid(other, "a local review asks about resources of its namespace only");
    }
    let (asked, own) = (resource.get("namespace"), review.get("metadata").get("namespace"));
    let Some(namespace) = own.non_empty_or("default") else {
        return;
    };
    if resource.is_set() && asked.str_or("").is_some_and(|asked| asked != namespace) {
        ctx.invalid(asked, "must be the namespace of the review")
            .related(own.span(), "the namespace of the review");
    }
}

fn check_selector(selector: Field<'_>, ctx: &mut Context<'_>) {
    if !selector.is_set() {
        return;
    }
    let (raw, requirements) = (selector.get("rawSelector"), selector.get("requirements"));
    match (raw.is_empty(), requirements.is_empty()) {
        (true, true) => {
            ctx.required(requirements, "a selector needs requirements or rawSelector");
        }
        (false, false) => {
            ctx.invalid(raw, "rawSelector and requirements exclude each other");
        }
        _ => {}
    }
    for requirement in requirements.items() {
        check_requirement(requirement, selector.name() == "labelSelector", ctx);
    }
}

/// Operators this server does not know are let through, for servers to come.
fn check_requirement(requirement: Field<'_>, labels: bool, ctx: &mut Context<'_>) {
    let (key, operator, values) = (
        requirement.get("key"),
        requirement.get("operator"),
        requirement.get("values"),
    );
    let known = matches!(operator.str(), Some("In" | "NotIn" | "Exists" | "DoesNotExist"));
    if labels && known {
        selector::label_requirement(requirement, ctx);
        return;
    }
    match operator.str().unwrap_or_default() {
        "In" | "NotIn" if values.is_empty() => {
            ctx.required(values, "must be given beside the operators In and NotIn");
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            ctx.forbidden(values, "may not be given beside the operators Exists and DoesNotExist");
        }
        _ => {}
    }
    let Some(text) = key.str_or("") else { return };
    if labels {
        if let Some(fault) = name::qualified_name(text) {
            ctx.invalid(key, format!("{} {fault}", quote(text)));
        }
    } else if text.is_empty() {
        ctx.required(key, "a requirement needs a key");
    }
}
