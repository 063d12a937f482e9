use crate::check::int_or_percent::{self, IntOrPercent};
use crate::check::{int, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// How a StatefulSet replaces its pods.
    ///
    /// ## What it does
    /// Checks `spec.updateStrategy`: the type is `OnDelete` or `RollingUpdate`, `rollingUpdate` stands only beside
    /// `RollingUpdate`, `partition` is not negative, and `maxUnavailable` is a count or a percentage from 1 on.
    ///
    /// ## Why is this bad
    /// The server refuses the object. With no pod allowed to be unavailable the update could never start.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: web}
    /// spec:
    ///   updateStrategy: {type: OnDelete, rollingUpdate: {partition: 2}}
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: web}
    /// spec:
    ///   updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 2}}
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: web:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies>
    id: "statefulset/update-strategy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["StatefulSet.apps"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let strategy = object.get("spec").get("updateStrategy");
    let kind = strategy.get("type");
    let rolling = strategy.get("rollingUpdate");
    match kind.non_empty_or("RollingUpdate") {
        Some("RollingUpdate") => check_rolling(rolling, ctx),
        Some("OnDelete") if rolling.is_set() => {
            ctx.invalid(rolling, "may not be set when the strategy type is OnDelete")
                .related(kind.span(), "because of this type")
                .help("remove rollingUpdate, or set type: RollingUpdate");
        }
        Some("OnDelete") | None => {}
        Some(other) => {
            ctx.invalid(
                strategy,
                format!("the type {} is neither RollingUpdate nor OnDelete", quote(other)),
            )
            .at(kind.span());
        }
    }
}

fn check_rolling(rolling: Field<'_>, ctx: &mut Context<'_>) {
    let unavailable = rolling.get("maxUnavailable");
    int::non_negative(rolling.get("partition"), ctx);
    int_or_percent::check(unavailable, ctx);
    int_or_percent::at_most_100_percent(unavailable, ctx);
    if IntOrPercent::is_zero_or(unavailable, false) == Some(true) {
        ctx.invalid(unavailable, "may not be 0")
            .help("remove it to replace one pod after the other");
    }
}
