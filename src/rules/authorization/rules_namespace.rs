use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The namespace of a SelfSubjectRulesReview.
    ///
    /// ## What it does
    /// Checks that `spec.namespace` is set.
    ///
    /// ## Why is this bad
    /// The server lists rules for one namespace and answers nothing without it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: authorization.k8s.io/v1
    /// kind: SelfSubjectRulesReview
    /// spec: {}
    /// ```
    /// ```yaml,good
    /// apiVersion: authorization.k8s.io/v1
    /// kind: SelfSubjectRulesReview
    /// spec: {namespace: default}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/authorization/>
    id: "authorization/rules-namespace", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["SelfSubjectRulesReview.authorization.k8s.io"], check),
}

fn check(review: &Object<'_>, ctx: &mut Context<'_>) {
    let namespace = review.get("spec").get("namespace");
    if namespace.is_empty() {
        ctx.required(namespace, "the review needs a namespace");
    }
}
