use crate::check::quantity::{self, Quantity};
use crate::check::{name, quote, resource};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The limits of a LimitRange.
    ///
    /// ## What it does
    /// Checks each of `spec.limits`: a type that stands once, names of resources that fit it, no defaults for Pod,
    /// a minimum or maximum of storage for PersistentVolumeClaim, and for each resource min, defaultRequest,
    /// default and max in this order, after the server's own defaulting, and a ratio that can hold.
    ///
    /// ## Why is this bad
    /// Contradicting limits would make every pod of the namespace fail.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: LimitRange
    /// metadata: {name: limits}
    /// spec:
    ///   limits:
    ///   - {type: Container, min: {cpu: 2}, max: {cpu: 1}}
    ///   - {type: Container, default: {gpu: 1}}
    ///   - {type: Pod, default: {cpu: 1}}
    ///   - {type: PersistentVolumeClaim}
    ///   - {type: Volume, maxLimitRequestRatio: {cpu: 500m}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: LimitRange
    /// metadata: {name: limits}
    /// spec:
    ///   limits:
    ///   - {type: Container, min: {cpu: 50m}, max: {cpu: 2}, default: {cpu: 500m}, defaultRequest: {cpu: 100m}}
    ///   - {type: Pod, max: {cpu: 4}, maxLimitRequestRatio: {memory: 2}}
    ///   - {type: PersistentVolumeClaim, max: {storage: 10Gi}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/policy/limit-range/>
    id: "limitrange/limits", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["LimitRange"], check),
}

const TYPES: [&str; 3] = ["Pod", "Container", "PersistentVolumeClaim"];

fn check(range: &Object<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<(&str, Field<'_>)> = Vec::new();
    for limit in range.get("spec").get("limits").items() {
        let kind = limit.get("type");
        let Some(text) = kind.str_or("") else { continue };
        if let Some(fault) = limit_type(text) {
            ctx.invalid(kind, format!("{} {fault}", quote(text)));
        }
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == text) {
            let first = first.span();
            ctx.duplicate(kind, text).related(first, "the first limit of this type");
        }
        seen.push((text, kind));
        check_limit(limit, text, ctx);
    }
}

fn limit_type(text: &str) -> Option<String> {
    name::qualified_name(text).or_else(|| {
        (!text.contains('/') && !TYPES.contains(&text))
            .then(|| "is neither Pod, Container nor PersistentVolumeClaim, and has no domain".to_owned())
    })
}

fn check_limit(limit: Field<'_>, kind: &str, ctx: &mut Context<'_>) {
    let lists = limit.members(["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"]);
    let [max, min, default, request, _] = lists;
    for list in [default, request]
        .into_iter()
        .filter(|list| kind == "Pod" && !list.is_empty())
    {
        ctx.forbidden(list, "may not be set for the type Pod");
    }
    if kind == "PersistentVolumeClaim" && !min.get("storage").is_set() && !max.get("storage").is_set() {
        ctx.required(limit, "a limit on claims needs a minimum or maximum of storage")
            .below(".limits");
    }
    let names = match kind {
        "Pod" | "Container" => resource::container_resource_name,
        _ => resource::resource_name,
    };
    let mut keys: Vec<&str> = Vec::new();
    for list in lists
        .into_iter()
        .filter(|list| kind != "Pod" || !["default", "defaultRequest"].contains(&list.name()))
    {
        for entry in list.entries() {
            resource::check_name(&entry, names, ctx);
            if !keys.contains(&entry.key) {
                keys.push(entry.key);
            }
        }
    }
    if kind == "Container" {
        check_filled(limit, [max, default, min], request, ctx);
    }
    for key in keys {
        check_order(limit, kind, key, ctx);
    }
}

/// The server copies `max` to `default`, and `default` and `min` to `defaultRequest`, and complains about a bad name
/// in each copy.
fn check_filled(limit: Field<'_>, from: [Field<'_>; 3], request: Field<'_>, ctx: &mut Context<'_>) {
    let [max, default, min] = from;
    let copies = [
        (max, "default", default),
        (max, "defaultRequest", request),
        (default, "defaultRequest", request),
        (min, "defaultRequest", request),
    ];
    for (list, target, written) in copies {
        for entry in list
            .entries()
            .filter(|entry| written.entries().all(|other| other.key != entry.key))
        {
            if let Some(fault) = resource::container_resource_name(entry.key) {
                ctx.invalid(
                    limit.get(target),
                    format!("{}, filled in from {}, {fault}", quote(entry.key), list.name()),
                )
                .below(&format!("[{}]", entry.key))
                .at(entry.key_span);
            }
        }
    }
}

/// Checks that the amounts of one resource do not contradict each other.
fn check_order<'d>(limit: Field<'d>, kind: &str, key: &str, ctx: &mut Context<'_>) {
    let written = |list: &'static str| Amount::of(limit.get(list), key, list);
    let (max, min, ratio) = (written("max"), written("min"), written("maxLimitRequestRatio"));
    // For containers the server fills in what is absent: default from max, then defaultRequest from default, then min.
    let fill = |list: &'static str, from: [Option<Amount<'d>>; 2]| {
        let filled = from.into_iter().flatten().next().filter(|_| kind == "Container");
        written(list).or_else(|| filled.map(|amount| Amount { list, ..amount }))
    };
    let default = fill("default", [max, None]);
    let request = fill("defaultRequest", [default, min]);
    let (default, request) = if kind == "Pod" {
        (None, None)
    } else {
        (default, request)
    };
    let orders = [
        (min, max, "min"),
        (min, request, "defaultRequest"),
        (request, max, "defaultRequest"),
        (request, default, "defaultRequest"),
        (min, default, "default"),
        (default, max, "default"),
    ];
    for (low, high, list) in orders {
        let (Some(low), Some(high)) = (low, high) else { continue };
        if low.quantity > high.quantity {
            let shown = if list == low.list { low } else { high };
            let field = limit.get(list);
            ctx.invalid(
                field,
                format!("{} {} is above {} {}", low.list, low.text, high.list, high.text),
            )
            .below(&format!("[{key}]"))
            .at(shown.field.span());
        }
    }
    check_ratio(ratio, min, max, ctx);
    if kind == "Container"
        && !resource::allows_overcommit(key)
        && let (Some(request), Some(default)) = (request, default)
        && request.quantity != default.quantity
    {
        ctx.invalid(
            limit.get("defaultRequest"),
            format!("{key} cannot be overcommitted: must equal the default"),
        )
        .below(&format!("[{key}]"))
        .at(request.field.span());
    }
}

fn check_ratio(ratio: Option<Amount<'_>>, min: Option<Amount<'_>>, max: Option<Amount<'_>>, ctx: &mut Context<'_>) {
    let Some(ratio) = ratio else { return };
    if ratio.quantity < Quantity::from_int(1) {
        ctx.invalid(ratio.field, format!("ratio {} is below 1", ratio.text));
    }
    if let (Some(min), Some(max)) = (min, max)
        && ratio.exceeds(min.quantity, max.quantity)
    {
        ctx.invalid(ratio.field, format!("ratio {} is above max divided by min", ratio.text))
            .related(max.field.span(), "max")
            .related(min.field.span(), "min");
    }
}

/// An amount of one resource in one of the lists; `field` is where it is written.
#[derive(Clone, Copy)]
struct Amount<'d> {
    field: Field<'d>,
    quantity: Quantity,
    text: &'d str,
    list: &'static str,
}

impl<'d> Amount<'d> {
    fn of(list: Field<'d>, key: &str, name: &'static str) -> Option<Self> {
        let field = list.entries().find(|entry| entry.key == key)?.value;
        let quantity = Quantity::or_zero(field)?;
        Some(Self {
            field,
            quantity,
            text: quantity::shown(field),
            list: name,
        })
    }

    /// Whether the ratio is above max divided by min, counted as the server does: in thousandths where they fit.
    #[expect(clippy::cast_precision_loss, reason = "the server divides in floating point")]
    fn exceeds(self, min: Quantity, max: Quantity) -> bool {
        const FITS: i64 = i64::MAX / 1000;
        let whole = [self.quantity.value(), min.value(), max.value()];
        let [ratio, min, max] = if whole.iter().all(|value| *value < FITS) {
            [
                self.quantity.milli_value() as f64 / 1000.0,
                min.milli_value() as f64,
                max.milli_value() as f64,
            ]
        } else {
            whole.map(|value| value as f64)
        };
        ratio > max / min
    }
}
