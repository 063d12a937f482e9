use crate::check::int_or_percent::{self, IntOrPercent};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// How a DaemonSet replaces its pods.
    ///
    /// ## What it does
    /// Checks `spec.updateStrategy`: the type is `OnDelete` or `RollingUpdate`, and of `maxSurge` and `maxUnavailable`, which
    /// are counts or percentages up to 100 %, one is 0 and the other is not. Where absent, `maxUnavailable` is 1.
    ///
    /// ## Why is this bad
    /// A node either gets the new pod before the old one goes, or loses the old one first; with both at 0 the update could
    /// never start. The server refuses it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: DaemonSet
    /// metadata: {name: web}
    /// spec:
    ///   updateStrategy: {rollingUpdate: {maxSurge: 1}}
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: apps/v1
    /// kind: DaemonSet
    /// metadata: {name: web}
    /// spec:
    ///   updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/>
    id: "daemonset/update-strategy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["DaemonSet.apps"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let strategy = object.get("spec").get("updateStrategy");
    let kind = strategy.get("type");
    match kind.non_empty_or("RollingUpdate") {
        Some("RollingUpdate") => check_rolling(strategy.get("rollingUpdate"), ctx),
        Some("OnDelete") | None => {}
        Some(other) => {
            ctx.not_supported(strategy, other, &["RollingUpdate", "OnDelete"])
                .at(kind.span());
        }
    }
}

fn check_rolling(rolling: Field<'_>, ctx: &mut Context<'_>) {
    let surge = rolling.get("maxSurge");
    let unavailable = rolling.get("maxUnavailable");
    for field in [unavailable, surge] {
        int_or_percent::check(field, ctx);
        int_or_percent::at_most_100_percent(field, ctx);
    }
    let (Some(surges), Some(stops)) = (
        IntOrPercent::is_zero_or(surge, true),
        IntOrPercent::is_zero_or(unavailable, false),
    ) else {
        return;
    };
    match (surges, stops) {
        (true, true) => {
            ctx.required(unavailable, "may not be 0 when maxSurge is 0")
                .related(surge.span(), "maxSurge is 0 here, or absent")
                .help("let one of maxSurge and maxUnavailable be above 0");
        }
        (false, false) => {
            ctx.invalid(surge, "may not be set when maxUnavailable is not 0")
                .related(unavailable.span(), "maxUnavailable is 1 where it is absent")
                .help("set maxUnavailable to 0, or remove maxSurge");
        }
        _ => {}
    }
}
