use std::collections::HashMap;

use crate::check::{dra, name, quote, selector};
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

const VALUES: [&str; 4] = ["int", "bool", "string", "version"];
/// Lists of values belong to a feature that is off by default; the server drops them.
const LISTS: [&str; 4] = ["ints", "bools", "strings", "versions"];
const MAX_TEXT: usize = 64;
const MAX_CONDITIONS: usize = 4;
const MAX_ATTRIBUTES: usize = 32;
const MAX_COUNTER_SETS: usize = 2;

fn check(slice: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = slice.get("spec");
    let devices = spec.get("devices");
    let per_device = spec.get("perDeviceNodeSelection").bool() == Some(true);
    // Of devices that are too many the server checks only what the API itself declares.
    let declared = dra::too_many_devices(devices).is_some();
    let mut seen: HashMap<&str, Field<'_>> = HashMap::new();
    for device in devices.items() {
        let name = device.get("name");
        if let Some(text) = name.str_or("").filter(|_| !declared) {
            name::check_item(name, ctx, name::dns1123_label);
            match seen.get(text) {
                Some(first) => {
                    ctx.duplicate(device, text)
                        .at(name.span())
                        .related(first.span(), "the first device of this name");
                }
                None => {
                    seen.insert(text, name);
                }
            }
        }
        let device = dra::traits(slice, device);
        check_attributes(device, declared, ctx);
        dra::taints(device.get("taints"), declared, ctx);
        if !declared {
            check_nodes(device, per_device, ctx);
        }
        check_conditions(device, declared, ctx);
        dra::counter_sets(
            device.get("consumesCounters"),
            "counterSet",
            MAX_COUNTER_SETS,
            !declared,
            ctx,
        );
    }
}

fn check_attributes(device: Field<'_>, declared: bool, ctx: &mut Context<'_>) {
    let attributes = device.get("attributes");
    let total = attributes.len() + device.get("capacity").len();
    if total > MAX_ATTRIBUTES && !declared {
        ctx.invalid(
            device,
            format!("{total} attributes and capacities together, at most {MAX_ATTRIBUTES} are allowed"),
        )
        .at(attributes.key_span());
    }
    for entry in attributes.entries() {
        if !declared {
            dra::qualified_name(attributes, &entry, ctx);
        }
        let set: Vec<Field<'_>> = VALUES
            .iter()
            .map(|kind| entry.value.get(kind))
            .filter(|value| value.is_set())
            .collect();
        // The name of a list without a list is a slip that decoding reports.
        let slip = LISTS
            .iter()
            .map(|kind| entry.value.get(kind))
            .any(|value| value.is_set() && !value.is_list());
        if set.len() != 1 && !entry.value.is_wrong() && !slip {
            ctx.invalid(entry.value, format!("exactly one of {} must be set", VALUES.join(", ")));
        }
        if declared {
            continue;
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
    let [name, selector, all] = device.members(["nodeName", "nodeSelector", "allNodes"]);
    let message = "exactly one of nodeName, nodeSelector and allNodes must be set";
    if !per_device {
        if let Some(field) = [name, selector, all].into_iter().find(|field| field.is_set()) {
            ctx.invalid(
                device,
                "a device has nodes of its own only with perDeviceNodeSelection: true",
            )
            .at(field.key_span())
            .help("set spec.perDeviceNodeSelection: true in place of the nodes of the slice");
        }
        return;
    }
    let mut ways = 0;
    if name.str() == Some("") {
        ctx.invalid(name, "may not be empty");
    } else if name.is_set() {
        ways += 1;
        name::check_field(name, ctx, name::dns1123_subdomain);
    }
    if selector.is_set() {
        ways += 1;
        selector::node_selector(selector, ctx);
    }
    if all.bool() == Some(false) {
        ctx.invalid(all, "is true or not there");
    } else if all.is_set() {
        ways += 1;
    }
    match ways {
        0 if !device.is_wrong() => {
            ctx.required(device, message);
        }
        0 | 1 => {}
        _ => {
            ctx.invalid(device, message);
        }
    }
}

fn check_conditions(device: Field<'_>, declared: bool, ctx: &mut Context<'_>) {
    let lists = device.members(["bindingConditions", "bindingFailureConditions"]);
    let [conditions, failures] = lists;
    for list in lists {
        if list.len() > MAX_CONDITIONS {
            ctx.too_many(list, list.len(), MAX_CONDITIONS);
        }
        if declared {
            continue;
        }
        let mut seen: Vec<&str> = Vec::new();
        for item in list.items() {
            let Some(text) = item.str_or("") else { continue };
            if list.len() <= MAX_CONDITIONS {
                name::check_item(item, ctx, name::qualified_name);
            }
            if seen.contains(&text) {
                ctx.duplicate(item, text);
            }
            seen.push(text);
        }
    }
    if declared {
        return;
    }
    for failure in failures.items() {
        let twin = conditions
            .items()
            .find(|one| one.str_or("") == failure.str_or("") && one.str_or("").is_some());
        if let Some(twin) = twin {
            ctx.invalid(failure, "a condition cannot mean both success and failure")
                .related(twin.span(), "a condition of success");
        }
    }
    if conditions.is_empty() && !failures.is_empty() {
        ctx.invalid(conditions, "bindingFailureConditions need bindingConditions")
            .related(failures.key_span(), "the conditions of failure");
    } else if failures.is_empty() && !conditions.is_empty() {
        ctx.invalid(failures, "bindingConditions need bindingFailureConditions")
            .related(conditions.key_span(), "the conditions");
    }
}
