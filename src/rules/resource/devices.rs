use crate::check::{dra, name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The devices of a ResourceSlice.
    ///
    /// ## What it does
    /// Checks that each device has a name of its own, attributes with valid names and exactly one value, valid
    /// taints, nodes only where the slice leaves them to the devices, and conditions of binding in pairs.
    ///
    /// ## Why is this bad
    /// Claims select devices by these.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: resource.k8s.io/v1
    /// kind: ResourceSlice
    /// metadata: {name: gpus}
    /// spec:
    ///   driver: gpu.example.com
    ///   pool: {name: pool-1, generation: 1, resourceSliceCount: 1}
    ///   nodeName: node-1
    ///   devices:
    ///   - {name: GPU, nodeName: node-1}
    ///   - {name: a, attributes: {"1a": {int: 1}, model: {}, both: {int: 1, bool: true}, v: {version: "1"}}}
    ///   - {name: a, taints: [{key: "a b", effect: Never}, {key: a}], bindingConditions: [a]}
    /// ```
    /// ```yaml,good
    /// apiVersion: resource.k8s.io/v1
    /// kind: ResourceSlice
    /// metadata: {name: gpus}
    /// spec:
    ///   driver: gpu.example.com
    ///   pool: {name: pool-1, generation: 1, resourceSliceCount: 1}
    ///   nodeName: node-1
    ///   devices:
    ///   - name: gpu-0
    ///     attributes: {model: {string: a100}, gpu.example.com/driver: {version: 1.2.3}}
    ///     taints: [{key: gpu.example.com/broken, effect: NoSchedule}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#resourceslice>
    id: "resource/devices", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ResourceSlice.resource.k8s.io"], check),
}

/// Lists of values belong to a feature that is off by default; the server drops them.
const VALUES: [&str; 4] = ["int", "bool", "string", "version"];
const MAX_TEXT: usize = 64;
const MAX_CONDITIONS: usize = 4;

fn check(slice: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = slice.get("spec");
    let devices = spec.get("devices");
    let per_device = spec.get("perDeviceNodeSelection").bool() == Some(true);
    if devices.len() > 128 {
        return;
    }
    let mut seen: Vec<(&str, Field<'_>)> = Vec::new();
    for device in devices.items() {
        let name = device.get("name");
        if let Some(text) = name.str_or("") {
            if let Some(fault) = name::dns1123_label(text) {
                ctx.invalid(name, format!("{} {fault}", quote(text)));
            }
            if let Some((_, first)) = seen.iter().find(|(other, _)| *other == text) {
                let first = first.span();
                ctx.duplicate(device, text)
                    .related(first, "the first device of this name");
            }
            seen.push((text, name));
        }
        check_attributes(device.get("attributes"), ctx);
        dra::taints(device.get("taints"), ctx);
        check_nodes(device, per_device, ctx);
        check_conditions(device, ctx);
        check_counters(device.get("consumesCounters"), ctx);
    }
}

fn check_attributes(attributes: Field<'_>, ctx: &mut Context<'_>) {
    for entry in attributes.entries() {
        dra::qualified_name(attributes, &entry, ctx);
        let set: Vec<Field<'_>> = VALUES
            .iter()
            .map(|kind| entry.value.get(kind))
            .filter(|value| value.is_set())
            .collect();
        if set.len() != 1 && !entry.value.is_wrong() {
            ctx.invalid(entry.value, format!("exactly one of {} must be set", VALUES.join(", ")));
        }
        let text = entry.value.get("string");
        if text.str().is_some_and(|text| text.len() > MAX_TEXT) {
            ctx.too_long(text, MAX_TEXT);
        }
        let version = entry.value.get("version");
        if let Some(text) = version.str() {
            if !dra::is_semver(text) {
                ctx.invalid(version, format!("{} is not a semantic version", quote(text)));
            }
            if text.len() > MAX_TEXT {
                ctx.too_long(version, MAX_TEXT);
            }
        }
    }
}

fn check_nodes(device: Field<'_>, per_device: bool, ctx: &mut Context<'_>) {
    let fields = ["nodeName", "nodeSelector", "allNodes"].map(|name| device.get(name));
    let set = fields.iter().filter(|field| field.is_set()).count();
    if !per_device {
        if set > 0 {
            ctx.invalid(
                device,
                "a device has nodes of its own only with perDeviceNodeSelection: true",
            );
        }
        return;
    }
    match set {
        1 => {}
        0 if device.is_wrong() => {}
        0 => {
            ctx.required(device, "exactly one of nodeName, nodeSelector and allNodes must be set");
        }
        _ => {
            ctx.invalid(device, "exactly one of nodeName, nodeSelector and allNodes must be set");
        }
    }
    name::check_non_empty(fields[0], ctx, name::dns1123_subdomain);
    if fields[1].is_set() {
        dra::node_selector(fields[1], ctx);
    }
}

fn check_conditions(device: Field<'_>, ctx: &mut Context<'_>) {
    let (conditions, failures) = (device.get("bindingConditions"), device.get("bindingFailureConditions"));
    for list in [conditions, failures] {
        if list.len() > MAX_CONDITIONS {
            ctx.too_many(list, list.len(), MAX_CONDITIONS);
        }
        let mut seen: Vec<&str> = Vec::new();
        for item in list.items() {
            let Some(text) = item.str_or("") else { continue };
            if let Some(fault) = name::qualified_name(text) {
                ctx.invalid(item, format!("{} {fault}", quote(text)));
            }
            if seen.contains(&text) {
                ctx.duplicate(item, text);
            }
            seen.push(text);
        }
    }
    match (conditions.is_empty(), failures.is_empty()) {
        (true, false) => ctx.invalid(conditions, "bindingFailureConditions need bindingConditions"),
        (false, true) => ctx.invalid(failures, "bindingConditions need bindingFailureConditions"),
        _ => return,
    };
}

fn check_counters(consumed: Field<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    for set in consumed.items() {
        let (name, counters) = (set.get("counterSet"), set.get("counters"));
        if let Some(text) = name.str_or("") {
            if text.is_empty() {
                ctx.required(name, "the set of counters must be named");
            } else {
                name::check_field(name, ctx, name::dns1123_label);
            }
            if seen.contains(&text) {
                ctx.duplicate(set, text);
            }
            seen.push(text);
        }
        if counters.is_empty() {
            ctx.required(counters, "at least one counter is needed");
        }
        for entry in counters.entries() {
            if let Some(fault) = name::dns1123_label(entry.key) {
                ctx.invalid(counters, format!("{} {fault}", quote(entry.key)))
                    .at(entry.key_span);
            }
        }
    }
}
