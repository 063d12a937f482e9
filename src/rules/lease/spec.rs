use crate::check::int;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The durations, the holder and the strategy of a Lease.
    ///
    /// ## What it does
    /// Checks that `leaseDurationSeconds` is above 0, `leaseTransitions` not below 0, and that a coordinated lease
    /// has a known strategy.
    ///
    /// ## Why is this bad
    /// A lease with such values could never be held, so the server refuses it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: coordination.k8s.io/v1
    /// kind: Lease
    /// metadata: {name: leader}
    /// spec: {leaseDurationSeconds: 0, leaseTransitions: -1}
    /// ```
    /// ```yaml,good
    /// apiVersion: coordination.k8s.io/v1
    /// kind: Lease
    /// metadata: {name: leader}
    /// spec: {holderIdentity: a, leaseDurationSeconds: 15, leaseTransitions: 0}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/architecture/leases/>
    id: "lease/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Lease.coordination.k8s.io"], check),
}

fn check(lease: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = lease.get("spec");
    int::positive(spec.get("leaseDurationSeconds"), ctx);
    int::non_negative(spec.get("leaseTransitions"), ctx);
}
