use crate::check::dra;
use crate::check::quantity::{self, Quantity};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The capacities of devices, and what may be requested of them.
    ///
    /// ## What it does
    /// Checks the names of capacities, and request policies: only on devices with several allocations, one of valid
    /// values and a valid range, and a default, minimum, maximum and step that fit each other and the capacity.
    ///
    /// ## Why is this bad
    /// Requests are rounded by the policy; one that cannot hold would reject them all.
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
    ///   - {name: a, capacity: {"1a": {value: 1}, memory: {value: 1Gi, requestPolicy: {default: 1Gi}}}}
    ///   - name: b
    ///     allowMultipleAllocations: true
    ///     capacity: {bandwidth: {value: 10G, requestPolicy: {default: 11G, validRange: {min: 2G, max: 1G, step: 0}}}}
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
    ///   - name: b
    ///     allowMultipleAllocations: true
    ///     capacity: {bandwidth: {value: 10G, requestPolicy: {default: 1G, validRange: {min: 1G, max: 10G, step: 1G}}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#consumable-capacity>
    id: "resource/capacity", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ResourceSlice.resource.k8s.io"], check),
}

const MAX_VALUES: usize = 10;

fn check(slice: &Object<'_>, ctx: &mut Context<'_>) {
    let devices = slice.get("spec").get("devices");
    if dra::too_many_devices(devices).is_some() {
        return;
    }
    for device in devices.items() {
        let device = dra::traits(slice, device);
        let capacity = device.get("capacity");
        let Some(shared) = device.get("allowMultipleAllocations").bool_or(false) else {
            continue;
        };
        for entry in capacity.entries() {
            dra::qualified_name(capacity, &entry, ctx);
            let policy = entry.value.get("requestPolicy");
            if !policy.is_set() {
                continue;
            }
            if !shared {
                ctx.forbidden(
                    policy,
                    "only devices with allowMultipleAllocations: true have a request policy",
                );
            } else if let Some(value) = Quantity::or_zero(entry.value.get("value")) {
                check_policy(policy, value, ctx);
            }
        }
    }
}

fn check_policy(policy: Field<'_>, capacity: Quantity, ctx: &mut Context<'_>) {
    let (default, range, values) = (
        policy.get("default"),
        policy.get("validRange"),
        policy.get("validValues"),
    );
    if range.is_set() && !values.is_empty() {
        ctx.forbidden(policy, "validRange and validValues exclude each other")
            .at(values.key_span());
        return;
    }
    if range.is_set() {
        check_range(range, default, capacity, ctx);
    } else if !values.is_empty() {
        check_values(values, default, capacity, ctx);
    }
}

fn check_values(values: Field<'_>, default: Field<'_>, capacity: Quantity, ctx: &mut Context<'_>) {
    if default.is_absent() {
        ctx.required(default, "a policy with valid values needs a default");
        return;
    }
    let mut known: Vec<Quantity> = Vec::new();
    if values.len() > MAX_VALUES {
        ctx.too_many(values, values.len(), MAX_VALUES);
    } else {
        for value in values.items() {
            let Some(amount) = Quantity::or_zero(value) else {
                continue;
            };
            if known.last().is_some_and(|last| *last > amount) {
                ctx.invalid(
                    value,
                    format!("{} is below the value before it", quantity::shown(value)),
                )
                .help("sort the values in ascending order");
            }
            if known.contains(&amount) {
                ctx.duplicate(value, quantity::shown(value));
            }
            if amount > capacity {
                ctx.invalid(value, format!("{} is above the capacity", quantity::shown(value)));
            }
            known.push(amount);
        }
    }
    if Quantity::of(default).is_some_and(|amount| !known.contains(&amount)) {
        ctx.invalid(
            values,
            format!("the default {} is none of the valid values", quantity::shown(default)),
        )
        .related(default.span(), "the default");
    }
}

fn check_range(range: Field<'_>, default: Field<'_>, capacity: Quantity, ctx: &mut Context<'_>) {
    let [min, max, step] = range.members(["min", "max", "step"]);
    for (field, part) in [(default, "a default"), (min, "a minimum")] {
        if field.is_absent() {
            ctx.required(field, format!("a policy with a valid range needs {part}"));
            return;
        }
    }
    let amounts = [min, max, step, default].map(Quantity::of);
    let [low, high, one, start] = amounts;
    // The server gives faults of the default the path of the range.
    let default_path = range.path(ctx.object()) + ".default";
    let mut report = |field: Field<'_>, path: Option<&str>, message: &str| {
        let found = ctx.invalid(field, format!("{} {message}", quantity::shown(field)));
        if let Some(path) = path {
            found.path(path);
        }
    };
    if low.is_some_and(|low| low > capacity) {
        report(min, None, "is above the capacity");
    }
    if high.is_some_and(|high| high > capacity) {
        report(max, None, "is above the capacity");
    }
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        report(max, None, "is below the minimum");
    }
    if let (Some(low), Some(start)) = (low, start)
        && start < low
    {
        report(default, Some(&default_path), "is below the minimum");
    }
    if let (Some(high), Some(start)) = (high, start)
        && start > high
    {
        report(default, Some(&default_path), "is above the maximum");
    }
    let Some(one) = one else { return };
    if !one.is_positive() {
        report(step, None, "is not above 0");
        return;
    }
    // Steps are counted from the minimum, in amounts that the server can hold as whole numbers.
    let mut countable = true;
    let fields = [
        (min, low, None),
        (max, high, None),
        (default, start, Some(default_path.as_str())),
    ];
    for (field, amount, path) in fields {
        let Some(amount) = amount else { continue };
        if amount.is_negative() {
            report(field, path, "is below 0");
        } else if amount > Quantity::from_int(i64::MAX) {
            report(field, path, "is too large for steps");
        } else {
            continue;
        }
        countable = false;
    }
    let Some(low) = low else { return };
    if low + one > capacity {
        ctx.invalid(step, "one step from the minimum is above the capacity");
        return;
    }
    let steps = |end: Quantity| end.value().wrapping_sub(low.value()) % one.value().max(1) == 0;
    if countable && [high, start].into_iter().flatten().any(|end| !steps(end)) {
        ctx.invalid(
            step,
            "the default or the maximum is no whole number of steps from the minimum",
        );
    }
}
