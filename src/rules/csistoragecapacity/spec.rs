use crate::check::{name, quantity, quote, selector};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The class, topology and amounts of a CSIStorageCapacity.
    ///
    /// ## What it does
    /// Checks the name of the storage class, the selector of nodes, and that amounts are not below 0.
    ///
    /// ## Why is this bad
    /// The scheduler counts on these amounts.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: storage.k8s.io/v1
    /// kind: CSIStorageCapacity
    /// metadata: {name: cap-1}
    /// storageClassName: Fast
    /// capacity: -1
    /// nodeTopology: {matchLabels: {zone: "a b"}}
    /// ```
    /// ```yaml,good
    /// apiVersion: storage.k8s.io/v1
    /// kind: CSIStorageCapacity
    /// metadata: {name: cap-1}
    /// storageClassName: fast
    /// capacity: 100Gi
    /// maximumVolumeSize: 10Gi
    /// nodeTopology: {matchLabels: {zone: a}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/storage-capacity/>
    id: "csistoragecapacity/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CSIStorageCapacity.storage.k8s.io"], check),
}

fn check(capacity: &Object<'_>, ctx: &mut Context<'_>) {
    let class = capacity.get("storageClassName");
    if let Some(text) = class.str_or("")
        && let Some(fault) = name::dns1123_subdomain(text)
    {
        ctx.invalid(class, format!("{} {fault}", quote(text)));
    }
    for amount in ["capacity", "maximumVolumeSize"] {
        quantity::non_negative(capacity.get(amount), ctx);
    }
    selector::label_selector(capacity.get("nodeTopology"), ctx);
}
