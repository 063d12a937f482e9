use crate::check::int_or_percent::{self, IntOrPercent};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// How a Deployment replaces its pods.
    ///
    /// ## What it does
    /// Checks `spec.strategy`: the type is `Recreate` or `RollingUpdate`, `rollingUpdate` stands only beside
    /// `RollingUpdate`, and `maxSurge` and `maxUnavailable` are counts or percentages that leave room to move.
    ///
    /// ## Why is this bad
    /// With both at 0 no pod may be added and none removed, so the update could never start; the server refuses it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: web}
    /// spec:
    ///   strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: web}
    /// spec:
    ///   strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy>
    id: "deployment/strategy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Deployment.apps"], check),
}

fn check(deployment: &Object<'_>, ctx: &mut Context<'_>) {
    let strategy = deployment.get("spec").get("strategy");
    let [kind, rolling] = strategy.members(["type", "rollingUpdate"]);
    let Some(kind) = kind.non_empty_or("RollingUpdate") else {
        return;
    };
    match kind {
        "Recreate" if rolling.is_set() => {
            ctx.forbidden(rolling, "may not be set when the strategy type is Recreate")
                .help("remove rollingUpdate, or set type: RollingUpdate");
        }
        "Recreate" => {}
        "RollingUpdate" => check_rolling(rolling, ctx),
        other => {
            ctx.not_supported(strategy, other, &["Recreate", "RollingUpdate"])
                .at(strategy.get("type").span());
        }
    }
}

fn check_rolling(rolling: Field<'_>, ctx: &mut Context<'_>) {
    let [surge, unavailable] = rolling.members(["maxSurge", "maxUnavailable"]);
    int_or_percent::check(unavailable, ctx);
    int_or_percent::check(surge, ctx);
    // Absent values default to 25 %, so only values that are written can be 0.
    let both = [unavailable, surge].map(|field| IntOrPercent::is_zero_or(field, false));
    if both == [Some(true), Some(true)] {
        ctx.invalid(unavailable, "may not be 0 when maxSurge is 0")
            .related(surge.span(), "maxSurge is 0 here")
            .help("let at least one of maxSurge and maxUnavailable be above 0");
    }
    int_or_percent::at_most_100_percent(unavailable, ctx);
}
