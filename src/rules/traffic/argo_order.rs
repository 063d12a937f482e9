use crate::check::traffic::is_sound;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::source::Span;
use crate::view::traffic;

declare_rule! {
    /// A weight of a Rollout that is not above the one before.
    ///
    /// ## What it does
    /// Compares each `setWeight` in the steps of the canary strategy with the one before it.
    ///
    /// ## Why is this bad
    /// A step that gives the new version no more traffic than the step before is most likely a slip.
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
    ///       steps:
    ///       - setWeight: 40
    ///       - pause: {}
    ///       - setWeight: 20
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
    ///       steps:
    ///       - setWeight: 20
    ///       - pause: {}
    ///       - setWeight: 40
    /// ```
    ///
    /// ## References
    /// - <https://argo-rollouts.readthedocs.io/en/stable/features/canary/>
    id: "traffic/argo-order", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&["Rollout.argoproj.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let Some(scale) = traffic::rollout_scale(object) else {
        return;
    };
    let mut before: Option<(i64, Span)> = None;
    for weight in traffic::steps(object).map(|step| step.get("setWeight")) {
        let Some(value) = weight.int().filter(|_| is_sound(weight, scale)) else {
            continue;
        };
        if let Some((last, place)) = before
            && value <= last
        {
            ctx.advise(weight, format!("{value} is not above {last}, the weight before"))
                .related(place, "the weight before")
                .help("let weights grow from step to step");
        }
        before = Some((value, weight.span()));
    }
}
