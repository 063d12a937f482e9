use crate::check::selector;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The selectors of an aggregated ClusterRole.
    ///
    /// ## What it does
    /// Checks `aggregationRule.clusterRoleSelectors`: at least one, each a valid label selector.
    ///
    /// ## Why is this bad
    /// An aggregation rule that selects nothing, or that cannot be evaluated, is refused.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata: {name: monitoring}
    /// aggregationRule: {clusterRoleSelectors: []}
    /// ```
    /// ```yaml,good
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata: {name: monitoring}
    /// aggregationRule:
    ///   clusterRoleSelectors:
    ///   - matchLabels: {rbac.example.com/aggregate-to-monitoring: "true"}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles>
    id: "rbac/aggregation", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ClusterRole.rbac.authorization.k8s.io"], check),
}

fn check(role: &Object<'_>, ctx: &mut Context<'_>) {
    let rule = role.get("aggregationRule");
    if !rule.is_set() {
        return;
    }
    let selectors = rule.get("clusterRoleSelectors");
    if selectors.is_empty() {
        ctx.required(selectors, "an aggregation rule needs at least one selector");
    }
    for selector in selectors.items() {
        let before = ctx.count();
        selector::label_selector(selector, ctx);
        if ctx.count() > before {
            ctx.invalid(selector, "the label selector cannot be evaluated");
        }
    }
}
