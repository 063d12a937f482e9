use crate::check::enums;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Container, Field, Role};

declare_rule! {
    /// When a single container is started again.
    ///
    /// ## What it does
    /// Checks that a container's `restartPolicy` is `Always`, `Never` or `OnFailure`, that it is given where there are
    /// `restartPolicyRules`, and that there are at most 20 of those, each with an action and exit codes.
    ///
    /// ## Why is this bad
    /// Rules change a policy; without one there is nothing to fall back to.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: train}
    /// spec:
    ///   containers:
    ///   - name: train
    ///     image: train:1
    ///     restartPolicyRules: [{action: Retry, exitCodes: {operator: In, values: [42]}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: train}
    /// spec:
    ///   containers:
    ///   - name: train
    ///     image: train:1
    ///     restartPolicy: Never
    ///     restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [42]}}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts>
    id: "container/restart-policy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Container(&["restartPolicy", "restartPolicyRules"], check),
}

const MAX_RULES: usize = 20;
const MAX_EXIT_CODES: usize = 255;

fn check(container: Container<'_>, ctx: &mut Context<'_>) {
    if container.role == Role::Ephemeral {
        return;
    }
    let policy = container.get("restartPolicy");
    let rules = container.get("restartPolicyRules");
    enums::check(policy, ctx, &["Always", "Never", "OnFailure"]);
    if policy.is_absent() && !rules.is_empty() {
        ctx.required(policy, "must be given beside restartPolicyRules")
            .related(rules.key_span(), "the rules");
        // The server looks no further at the rules of init containers.
        if container.role == Role::Init {
            return;
        }
    }
    if rules.len() > MAX_RULES {
        ctx.too_many(rules, rules.len(), MAX_RULES);
    }
    for rule in rules.items() {
        check_rule(rule, ctx);
    }
}

fn check_rule(rule: Field<'_>, ctx: &mut Context<'_>) {
    enums::check_or_empty(rule.get("action"), ctx, &["Restart", "RestartAllContainers"]);
    let codes = rule.get("exitCodes");
    if codes.is_absent() {
        ctx.required(codes, "must be given");
        return;
    }
    enums::check_or_empty(codes.get("operator"), ctx, &["In", "NotIn"]);
    let values = codes.get("values");
    if values.len() > MAX_EXIT_CODES {
        ctx.too_many(values, values.len(), MAX_EXIT_CODES);
    }
}
