use crate::check::{labels, name};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// The node, or the labels of nodes, that a pod is for.
    ///
    /// ## What it does
    /// Checks that `nodeSelector` holds labels, and that `nodeName` is a DNS subdomain and does not stand beside
    /// scheduling gates. Warns of labels of nodes that have been replaced, in affinities and spread constraints as well.
    ///
    /// ## Why is this bad
    /// No node has such a name or label, and a pod that is bound to a node cannot wait to be scheduled.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   nodeName: Node_1
    ///   nodeSelector: {disk: "very fast"}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   nodeName: node-1
    ///   nodeSelector: {disk: very-fast}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/>
    id: "pod/node-selector", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["nodeSelector", "nodeName", "affinity", "topologySpreadConstraints"], check),
}

/// Labels of nodes that have been replaced, and by what.
const REPLACED: [(&str, &str); 6] = [
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    ("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"),
    (
        "failure-domain.beta.kubernetes.io/region",
        "topology.kubernetes.io/region",
    ),
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    (
        "node-role.kubernetes.io/master",
        "node-role.kubernetes.io/control-plane",
    ),
];

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let selector = pod.spec.get("nodeSelector");
    labels::check(selector, ctx);
    for entry in selector.entries() {
        if let Some(new) = replacement(entry.key) {
            ctx.warn(entry.value, format!("the label {} has been replaced", entry.key))
                .at(entry.key_span)
                .help(format!("use {new}"));
        }
    }
    let node = pod.spec.get("nodeName");
    name::check_non_empty(node, ctx, name::dns1123_subdomain);
    let gates = pod.spec.get("schedulingGates");
    if pod.is_pod() && !node.is_empty() && !gates.is_empty() && gates.is_list() {
        ctx.forbidden(node, "may not be given while there are scheduling gates")
            .related(gates.key_span(), "the gates");
    }
    let affinity = pod.spec.at(&["affinity", "nodeAffinity"]);
    let required = affinity.at(&["requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"]);
    let preferred = affinity.get("preferredDuringSchedulingIgnoredDuringExecution");
    let terms = required
        .items()
        .chain(preferred.items().map(|one| one.get("preference")));
    for term in terms {
        for requirement in term.get("matchExpressions").items() {
            warn_key(requirement.get("key"), ctx);
        }
    }
    for constraint in pod.spec.get("topologySpreadConstraints").items() {
        warn_key(constraint.get("topologyKey"), ctx);
    }
}

fn replacement(key: &str) -> Option<&'static str> {
    REPLACED.iter().find(|(old, _)| *old == key).map(|(_, new)| *new)
}

fn warn_key(key: Field<'_>, ctx: &mut Context<'_>) {
    if let Some(old) = key.str()
        && let Some(new) = replacement(old)
    {
        ctx.warn(key, format!("the label {old} has been replaced"))
            .help(format!("use {new}"));
    }
}
