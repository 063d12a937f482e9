use crate::check;
use crate::check::traffic::{Scale, is_sound};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// An end of the scale of weights that the router of a Rollout does not have.
    ///
    /// ## What it does
    /// Reports `trafficRouting.maxTrafficWeight` where traffic is routed by anything but nginx or a plug-in, and one
    /// that is no whole number from 1 up.
    ///
    /// ## Why is this bad
    /// The other routers count in percent; the controller calls the specification invalid.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: argoproj.io/v1alpha1
    /// kind: Rollout
    /// metadata: {name: web}
    /// spec:
    ///   replicas: 4
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: "example.com/web:1"}]}
    ///   strategy:
    ///     canary:
    ///       canaryService: web-canary
    ///       stableService: web-stable
    ///       trafficRouting: {maxTrafficWeight: 1000, istio: {virtualService: {name: web}}}
    ///       steps:
    ///       - setWeight: 120
    /// ```
    /// ```yaml,good
    /// apiVersion: argoproj.io/v1alpha1
    /// kind: Rollout
    /// metadata: {name: web}
    /// spec:
    ///   replicas: 4
    ///   selector: {matchLabels: {app: web}}
    ///   template:
    ///     metadata: {labels: {app: web}}
    ///     spec: {containers: [{name: web, image: "example.com/web:1"}]}
    ///   strategy:
    ///     canary:
    ///       canaryService: web-canary
    ///       stableService: web-stable
    ///       trafficRouting: {maxTrafficWeight: 1000, nginx: {stableIngress: web}}
    ///       steps:
    ///       - setWeight: 120
    /// ```
    ///
    /// ## References
    /// - <https://argo-rollouts.readthedocs.io/en/stable/features/specification/>
    id: "traffic/argo-max-weight", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Rollout.argoproj.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let routing = traffic::canary(object).get("trafficRouting");
    let max = routing.get("maxTrafficWeight");
    check::traffic::check(max, SCALE, ctx);
    let fits = routing.get("nginx").is_set() || routing.get("plugins").is_set();
    if max.is_set() && !fits && is_sound(max, SCALE) {
        ctx.invalid(max, "maxTrafficWeight is for nginx and plug-ins only")
            .help("remove it: this router counts from 0 to 100");
    }
}

const SCALE: Scale = Scale::Whole {
    min: 1,
    max: i32::MAX as i64,
};
