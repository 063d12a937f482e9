use crate::check::{dra, name};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The taint of a DeviceTaintRule, and the devices it is for.
    ///
    /// ## What it does
    /// Checks the driver, pool and device that are selected, and key, value and effect of the taint.
    ///
    /// ## Why is this bad
    /// A selection that no device can have leaves a faulty device in use.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: resource.k8s.io/v1
    /// kind: DeviceTaintRule
    /// metadata: {name: broken}
    /// spec:
    ///   deviceSelector: {driver: gpu.example.com, device: gpu.0}
    ///   taint: {key: broken, effect: NoRun}
    /// ```
    /// ```yaml,good
    /// apiVersion: resource.k8s.io/v1
    /// kind: DeviceTaintRule
    /// metadata: {name: broken}
    /// spec:
    ///   deviceSelector: {driver: gpu.example.com, device: gpu-0}
    ///   taint: {key: broken, effect: NoExecute}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-taints-and-tolerations>
    id: "resource/taint-rule", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["DeviceTaintRule.resource.k8s.io"], check),
}

fn check(rule: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = rule.get("spec");
    let selector = spec.get("deviceSelector");
    let [driver, pool, device] = selector.members(["driver", "pool", "device"]);
    if driver.is_set() {
        dra::driver(driver, ctx);
    }
    if pool.is_set() {
        dra::pool(pool, ctx);
    }
    name::check_field(device, ctx, name::dns1123_label);
    dra::taint(spec.get("taint"), ctx);
}
