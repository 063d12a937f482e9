use crate::check::{name, quote};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// What must happen before a pod is scheduled, and before it counts as ready.
    ///
    /// ## What it does
    /// Checks that `schedulingGates` have names of label keys that stand once, and that the `conditionType` of each of
    /// the `readinessGates` is one too.
    ///
    /// ## Why is this bad
    /// A controller finds its gate by name; a pod whose gate nobody knows waits for ever.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   schedulingGates: [{name: example.com/quota}, {name: example.com/quota}]
    ///   readinessGates: [{conditionType: "in rotation"}]
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   schedulingGates: [{name: example.com/quota}]
    ///   readinessGates: [{conditionType: example.com/in-rotation}]
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/>
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate>
    id: "pod/gates", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["schedulingGates", "readinessGates"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<Field<'_>> = Vec::new();
    for gate in pod.spec.get("schedulingGates").items() {
        let name = gate.get("name");
        let Some(text) = name.str_or("") else { continue };
        if let Some(wrong) = name::qualified_name(text) {
            ctx.invalid(gate, format!("{} {wrong}", quote(text))).at(name.span());
        }
        if let Some(other) = seen.iter().find(|other| other.str_or("") == Some(text)) {
            ctx.duplicate(gate, text)
                .at(name.span())
                .related(other.span(), "the first time");
        }
        seen.push(name);
    }
    for gate in pod.spec.get("readinessGates").items() {
        let kind = gate.get("conditionType");
        if let Some(text) = kind.str_or("")
            && let Some(wrong) = name::qualified_name(text)
        {
            ctx.invalid(kind, format!("{} {wrong}", quote(text)));
        }
    }
}
