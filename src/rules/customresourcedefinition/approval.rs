use crate::check::quote;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A CustomResourceDefinition in a group of the Kubernetes community says who approved it.
    ///
    /// ## What it does
    /// In groups that are `k8s.io` or `kubernetes.io`, or end so, the annotation `api-approved.kubernetes.io` must be
    /// the URL of the approval, or begin with `unapproved` and a reason.
    ///
    /// ## Why is this bad
    /// These groups are reserved: a resource in them could collide with one that Kubernetes adds.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.k8s.io}
    /// spec:
    ///   group: example.k8s.io
    ///   scope: Namespaced
    ///   names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
    ///   versions:
    ///   - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    /// ```
    /// ```yaml,good
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata:
    ///   name: widgets.example.k8s.io
    ///   annotations: {api-approved.kubernetes.io: "unapproved, an experiment"}
    /// spec:
    ///   group: example.k8s.io
    ///   scope: Namespaced
    ///   names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
    ///   versions:
    ///   - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/labels-annotations-taints/#api-approved-kubernetes-io>
    id: "customresourcedefinition/approval", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CustomResourceDefinition.apiextensions.k8s.io"], check),
}

const ANNOTATION: &str = "api-approved.kubernetes.io";

const PROTECTED: [&str; 2] = ["k8s.io", "kubernetes.io"];

fn check(definition: &Object<'_>, ctx: &mut Context<'_>) {
    let group = definition.get("spec").get("group");
    if !group.str().is_some_and(is_protected) {
        return;
    }
    let approval = definition.get("metadata").get("annotations").get(ANNOTATION);
    match approval.str_or("") {
        Some("") => {
            ctx.required(approval, format!("a protected group needs the annotation {ANNOTATION}"))
                .related(group.span(), "the group")
                .help("choose a domain of your own as the group");
        }
        Some(text) if !text.starts_with("unapproved") && !is_url(text) => {
            ctx.invalid(
                approval,
                format!("{} is neither a URL nor \"unapproved\" and a reason", quote(text)),
            )
            .related(group.span(), "the group");
        }
        _ => {}
    }
}

fn is_protected(group: &str) -> bool {
    PROTECTED.iter().any(|domain| {
        group
            .strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// Whether a text has a scheme and a host.
fn is_url(text: &str) -> bool {
    text.split_once("://")
        .is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty() && !rest.starts_with(['/', '?', '#']))
}
