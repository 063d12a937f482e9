use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::suggest::nearest;
use crate::view::Field;
use crate::view::traffic;
use crate::yaml::Kind;

declare_rule! {
    /// A step of a Rollout that is not exactly one thing to do.
    ///
    /// ## What it does
    /// Each item of `strategy.canary.steps` sets exactly one of `setWeight`, `pause`, `setCanaryScale`, `analysis`,
    /// `experiment`, `setHeaderRoute`, `setMirrorRoute` and `plugin`. A pause without end is written `pause: {}`.
    ///
    /// ## Why is this bad
    /// The controller calls the specification invalid and goes no further.
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
    ///       - {setWeight: 20, pause: {duration: 1h}}
    ///       - pause:
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
    ///       - pause: {duration: 1h}
    ///       - setWeight: 60
    ///       - pause: {}
    /// ```
    ///
    /// ## References
    /// - <https://argo-rollouts.readthedocs.io/en/stable/features/specification/>
    /// - <https://argo-rollouts.readthedocs.io/en/stable/features/canary/>
    id: "traffic/argo-step", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Rollout.argoproj.io"], check),
}

const STEPS: [&str; 8] = [
    "analysis",
    "experiment",
    "pause",
    "plugin",
    "setCanaryScale",
    "setHeaderRoute",
    "setMirrorRoute",
    "setWeight",
];

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for step in traffic::steps(object) {
        let mut set = step
            .entries()
            .filter(|entry| STEPS.contains(&entry.key) && entry.value.is_set());
        let first = set.next();
        for more in set {
            let found = ctx.invalid(more.value, format!("{} is a second thing to do in one step", more.key));
            found.at(more.key_span).help("make it a step of its own");
            if let Some(first) = first {
                found.related(first.key_span, "the first");
            }
        }
        if first.is_none()
            && step
                .node()
                .is_none_or(|node| matches!(node.kind(), Kind::Map | Kind::Null))
        {
            nothing(step, ctx);
        }
    }
}

fn nothing(step: Field<'_>, ctx: &mut Context<'_>) {
    let found = ctx.required(step, "the step says nothing to do");
    let Some(entry) = step.entries().next() else {
        found.help(format!("set one of {}", STEPS.join(", ")));
        return;
    };
    found.at(entry.key_span);
    match nearest(entry.key, STEPS) {
        Some(near) if near == entry.key => found.help(format!("give {near} a value: {near}: {{}}")),
        Some(near) => found.help(format!("did you mean {near:?}?")),
        None => found.help(format!("set one of {}", STEPS.join(", "))),
    };
}
