use crate::check::requirements::check_overhead;
use crate::check::{labels, name, toleration};
use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The handler, overhead and scheduling of a RuntimeClass.
    ///
    /// ## What it does
    /// Checks that `handler` is a DNS label, that `overhead.podFixed` names resources of containers with amounts
    /// not below 0, that `scheduling.nodeSelector` holds labels and each toleration is valid and stands once.
    ///
    /// ## Why is this bad
    /// Pods of the class would inherit what is wrong here.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: node.k8s.io/v1
    /// kind: RuntimeClass
    /// metadata: {name: gvisor}
    /// handler: Runsc
    /// overhead: {podFixed: {gpu: 1, cpu: -1}}
    /// scheduling:
    ///   nodeSelector: {runtime: "a b"}
    ///   tolerations:
    ///   - {key: runtime, operator: Is, value: gvisor}
    ///   - {key: a, operator: Exists, effect: NoSchedule, tolerationSeconds: 3}
    /// ```
    /// ```yaml,good
    /// apiVersion: node.k8s.io/v1
    /// kind: RuntimeClass
    /// metadata: {name: gvisor}
    /// handler: runsc
    /// overhead: {podFixed: {cpu: 250m, memory: 120Mi}}
    /// scheduling:
    ///   nodeSelector: {runtime: gvisor}
    ///   tolerations: [{key: runtime, operator: Equal, value: gvisor, effect: NoSchedule}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/containers/runtime-class/>
    id: "runtimeclass/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["RuntimeClass.node.k8s.io"], check),
}

fn check(class: &Object<'_>, ctx: &mut Context<'_>) {
    name::check_required(class.get("handler"), ctx, name::dns1123_label);
    check_overhead(class.get("overhead").get("podFixed"), Some("overhead"), ctx);
    let scheduling = class.get("scheduling");
    labels::check(scheduling.get("nodeSelector"), ctx);
    check_tolerations(scheduling.get("tolerations"), ctx);
}

fn check_tolerations(tolerations: Field<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<(Vec<Option<&str>>, Field<'_>)> = Vec::new();
    for toleration in tolerations.items() {
        toleration::toleration(toleration, ctx);
        let parts = ["key", "operator", "value", "effect", "tolerationSeconds"];
        let identity: Vec<_> = parts
            .map(|part| toleration.get(part).scalar().filter(|text| !text.is_empty()))
            .into();
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == identity) {
            let first = first.span();
            ctx.error(
                toleration,
                Reason::FieldValueDuplicate,
                "the same toleration stands twice",
            )
            .related(first, "the first");
        } else {
            seen.push((identity, toleration));
        }
    }
}
