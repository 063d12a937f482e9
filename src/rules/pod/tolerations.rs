use crate::check::toleration::toleration;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Pod;

declare_rule! {
    /// The taints of nodes that a pod tolerates.
    ///
    /// ## What it does
    /// Checks each of `tolerations`: a key that is a label key, an operator that fits key and value, a supported effect,
    /// and `tolerationSeconds` only beside `NoExecute`.
    ///
    /// ## Why is this bad
    /// A toleration with a wrong operator or effect would tolerate nothing, and the pod would not be scheduled.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   tolerations:
    ///   - {key: dedicated, operator: Exists, value: web, effect: NoSchedule}
    ///   - {key: spot, effect: NoSchedule, tolerationSeconds: 60}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   tolerations:
    ///   - {key: dedicated, operator: Equal, value: web, effect: NoSchedule}
    ///   - {key: spot, operator: Exists, effect: NoExecute, tolerationSeconds: 60}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/>
    id: "pod/tolerations", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["tolerations"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    for field in pod.spec.get("tolerations").items() {
        toleration(field, ctx);
    }
}
