use crate::check::{int, label_keys, name, quote, selector};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// Nodes and pods that a pod wants to be near to or far from.
    ///
    /// ## What it does
    /// Checks `spec.affinity`: the selectors of nodes and pods, weights from 1 to 100, topology keys that are label keys,
    /// names of namespaces, and keys of labels that are compared. Warns of a missing selector, which matches no pod.
    ///
    /// ## Why is this bad
    /// The scheduler could not tell what is meant.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web, labels: {app: web}}
    /// spec:
    ///   affinity:
    ///     nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}
    ///     podAntiAffinity:
    ///       preferredDuringSchedulingIgnoredDuringExecution:
    ///       - {weight: 0, podAffinityTerm: {labelSelector: {matchLabels: {app: web}}}}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web, labels: {app: web}}
    /// spec:
    ///   affinity:
    ///     nodeAffinity:
    ///       requiredDuringSchedulingIgnoredDuringExecution:
    ///         nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values: [ssd]}]}]
    ///     podAntiAffinity:
    ///       preferredDuringSchedulingIgnoredDuringExecution:
    ///       - weight: 10
    ///         podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#affinity-and-anti-affinity>
    id: "pod/affinity", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["affinity"], check),
}

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let affinity = pod.spec.get("affinity");
    let nodes = affinity.get("nodeAffinity");
    if nodes.get(REQUIRED).is_set() {
        selector::node_selector(nodes.get(REQUIRED), ctx);
    }
    for preferred in nodes.get(PREFERRED).items() {
        check_weight(preferred, ctx);
        selector::preferred_node_term(preferred.get("preference"), ctx);
    }
    for pods in affinity.members(["podAffinity", "podAntiAffinity"]) {
        for term in pods.get(REQUIRED).items() {
            check_term(term, pod, ctx);
        }
        for preferred in pods.get(PREFERRED).items() {
            check_weight(preferred, ctx);
            check_term(preferred.get("podAffinityTerm"), pod, ctx);
        }
    }
}

fn check_weight(preferred: Field<'_>, ctx: &mut Context<'_>) {
    let weight = preferred.get("weight");
    if weight.is_absent() {
        ctx.invalid(weight, "must be given, from 1 to 100");
    } else {
        int::in_range(weight, ctx, 1..=100);
    }
}

fn check_term(term: Field<'_>, pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let labels = term.get("labelSelector");
    selector::label_selector(labels, ctx);
    selector::label_selector(term.get("namespaceSelector"), ctx);
    for namespace in term.get("namespaces").items() {
        if let Some(text) = namespace.str_or("")
            && let Some(wrong) = name::dns1123_label(text)
        {
            ctx.invalid(term, format!("{} {wrong}", quote(text)))
                .below(".namespace")
                .at(namespace.span());
        }
    }
    let topology = term.get("topologyKey");
    match topology.str_or("") {
        Some("") => {
            // The server says both that it is missing and that the empty key is no label key.
            ctx.required(topology, "must be given");
            ctx.invalid(topology, "the empty text is not a label key");
        }
        Some(text) => {
            if let Some(wrong) = name::qualified_name(text) {
                ctx.invalid(topology, format!("{} {wrong}", quote(text)));
            }
        }
        None => {}
    }
    label_keys::check(term, pod, ctx);
    if labels.is_absent() {
        ctx.warn(labels, "without a labelSelector the term matches no pod");
    }
}
