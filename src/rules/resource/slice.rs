use crate::check::{dra, int, name};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The driver, pool, nodes and counters of a ResourceSlice.
    ///
    /// ## What it does
    /// Checks the driver and pool, that exactly one way says which nodes have the devices, that devices and shared
    /// counters do not stand together, and the names of counter sets and counters.
    ///
    /// ## Why is this bad
    /// The scheduler could not place pods by the slice otherwise.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: resource.k8s.io/v1
    /// kind: ResourceSlice
    /// metadata: {name: gpus}
    /// spec:
    ///   driver: Gpu
    ///   nodeName: ""
    ///   allNodes: false
    ///   pool: {name: "", generation: -1, resourceSliceCount: 0}
    ///   sharedCounters: [{name: A, counters: {}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: resource.k8s.io/v1
    /// kind: ResourceSlice
    /// metadata: {name: gpus}
    /// spec:
    ///   driver: gpu.example.com
    ///   pool: {name: pool-1, generation: 1, resourceSliceCount: 1}
    ///   nodeName: node-1
    ///   devices: [{name: gpu-0}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#resourceslice>
    id: "resource/slice", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ResourceSlice.resource.k8s.io"], check),
}

const MAX_COUNTER_SETS: usize = 8;

fn check(slice: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = slice.get("spec");
    let driver = spec.get("driver");
    dra::driver(driver, ctx);
    if driver
        .str()
        .is_some_and(|text| text.contains(|c: char| c.is_ascii_uppercase()))
    {
        ctx.warn(driver, "the name of a driver should be in lower case");
    }
    let pool = spec.get("pool");
    dra::pool(pool.get("name"), ctx);
    let (generation, count) = (pool.get("generation"), pool.get("resourceSliceCount"));
    int::non_negative(generation, ctx);
    if let Some(value) = count.int_or(0).filter(|value| *value <= 0) {
        ctx.invalid(count, format!("{value} is not above 0"));
    }
    check_nodes(spec, slice.version() == "v1beta1", ctx);
    check_counters(spec, ctx);
}

/// In `old` versions an empty name and false are no other than absent ones.
fn check_nodes(spec: Field<'_>, old: bool, ctx: &mut Context<'_>) {
    let [node, selector, all, per_device] =
        spec.members(["nodeName", "nodeSelector", "allNodes", "perDeviceNodeSelection"]);
    let mut ways = 0;
    if node.is_set() && !(old && node.is_empty()) {
        if node.str() == Some("") {
            ctx.invalid(node, "may not be empty");
        } else {
            ways += 1;
            name::check_field(node, ctx, name::dns1123_subdomain);
        }
    }
    if selector.is_set() {
        ways += 1;
        dra::node_selector(selector, ctx);
    }
    for flag in [all, per_device].into_iter().filter(|flag| flag.is_set()) {
        match flag.bool() {
            Some(true) => ways += 1,
            Some(false) if old && flag.name() == "allNodes" => {}
            Some(false) => {
                ctx.invalid(flag, "is true or not there");
            }
            None => return,
        }
    }
    let message = "exactly one of nodeName, nodeSelector, allNodes and perDeviceNodeSelection must be set";
    match ways {
        1 => {}
        0 if spec.is_wrong() => {}
        0 => {
            ctx.required(spec, message);
        }
        _ => {
            ctx.invalid(spec, message).at(spec.key_span());
        }
    }
}

fn check_counters(spec: Field<'_>, ctx: &mut Context<'_>) {
    let (sets, devices) = (spec.get("sharedCounters"), spec.get("devices"));
    if sets.is_set() && devices.is_set() {
        ctx.invalid(spec, "sharedCounters and devices exclude each other")
            .at(devices.key_span())
            .related(sets.key_span(), "the counters");
    }
    if let Some(max) = dra::too_many_devices(devices) {
        let found = ctx.too_many(devices, devices.len(), max);
        found
            .at(devices.key_span())
            .help("publish the others in another slice of the pool");
    }
    dra::counter_sets(sets, "name", MAX_COUNTER_SETS, true, ctx);
}
