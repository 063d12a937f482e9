use crate::check::{int_or_percent, selector};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The limits, selector and eviction policy of a PodDisruptionBudget.
    ///
    /// ## What it does
    /// Checks that `minAvailable` and `maxUnavailable` are counts or percentages and not both set, the selector,
    /// and the policy on unhealthy pods.
    ///
    /// ## Why is this bad
    /// Two limits at once could contradict each other.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: db}
    /// spec:
    ///   minAvailable: -1
    ///   maxUnavailable: 101%
    ///   selector: {matchExpressions: [{key: app, operator: Is}]}
    ///   unhealthyPodEvictionPolicy: Never
    /// ```
    /// ```yaml,good
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: db}
    /// spec:
    ///   maxUnavailable: 25%
    ///   selector: {matchLabels: {app: db}}
    ///   unhealthyPodEvictionPolicy: AlwaysAllow
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/run-application/configure-pdb/>
    id: "poddisruptionbudget/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["PodDisruptionBudget.policy"], check),
}

const POLICIES: [&str; 2] = ["AlwaysAllow", "IfHealthyBudget"];

fn check(budget: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = budget.get("spec");
    let (min, max) = (spec.get("minAvailable"), spec.get("maxUnavailable"));
    if min.is_set() && max.is_set() {
        ctx.invalid(spec, "minAvailable and maxUnavailable exclude each other")
            .at(max.key_span())
            .related(min.key_span(), "minAvailable");
    }
    for limit in [min, max] {
        int_or_percent::check(limit, ctx);
        int_or_percent::at_most_100_percent(limit, ctx);
    }
    selector::label_selector(spec.get("selector"), ctx);
    let policy = spec.get("unhealthyPodEvictionPolicy");
    if let Some(text) = policy.str().filter(|text| !POLICIES.contains(text)) {
        ctx.not_supported(policy, text, &POLICIES);
    }
}
