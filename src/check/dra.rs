//! What the kinds of resource.k8s.io have in common: qualified names, selectors, taints, configuration.

use super::{enums, name, quote, selector};
use crate::cel::{self, Scope, Ty};
use crate::document::Object;
use crate::rule::Context;
use crate::view::{Entry, Field};
use crate::yaml::{Kind, Node};

const MAX_DOMAIN: usize = 63;
const MAX_IDENTIFIER: usize = 32;
const MAX_SELECTORS: usize = 32;
const MAX_TAINTS: usize = 16;
const MAX_DRIVER: usize = 63;
const MAX_EXPRESSION: usize = 10 * 1024;
const MAX_PARAMETERS: usize = 10 * 1024;
const MAX_DEVICES: usize = 128;
const MAX_DEVICES_WITH_EXTRAS: usize = 64;
const MAX_COUNTERS: usize = 32;

/// `devices` of a claim, or of the claim in a template.
pub fn devices<'d>(claim: &Object<'d>) -> Field<'d> {
    let spec = claim.get("spec");
    if claim.kind() == "ResourceClaimTemplate" {
        spec.get("spec").get("devices")
    } else {
        spec.get("devices")
    }
}

/// Where a device of a slice says what it is: v1beta1 has a level more.
pub fn traits<'d>(slice: &Object<'_>, device: Field<'d>) -> Field<'d> {
    if slice.version() == "v1beta1" {
        device.get("basic")
    } else {
        device
    }
}

/// What a request with one form says of it: in v1beta1 the request itself, where it says anything.
pub fn exact<'d>(claim: &Object<'_>, request: Field<'d>) -> Field<'d> {
    const PARTS: [&str; 7] = [
        "deviceClassName",
        "selectors",
        "allocationMode",
        "count",
        "adminAccess",
        "tolerations",
        "capacity",
    ];
    if claim.version() == "v1beta1" && PARTS.iter().any(|part| !request.get(part).is_empty()) {
        request
    } else {
        request.get("exactly")
    }
}

const MAX_POOL: usize = 253;

/// The name of a driver, which must be there.
pub fn driver(field: Field<'_>, ctx: &mut Context<'_>) {
    check_text(field, MAX_DRIVER, driver_name, ctx);
}

/// The name of a pool, which must be there.
pub fn pool(field: Field<'_>, ctx: &mut Context<'_>) {
    check_text(field, MAX_POOL, pool_name, ctx);
}

fn driver_name(text: &str) -> Option<String> {
    name::dns1123_subdomain(&text.to_lowercase())
}

fn check_text(field: Field<'_>, max: usize, check: name::Check, ctx: &mut Context<'_>) {
    let Some(text) = field.str_or("") else { return };
    if text.is_empty() {
        ctx.required(field, format!("the {} must be named", field.name()));
        return;
    }
    if text.len() > max {
        ctx.too_long(field, max);
    }
    if let Some(fault) = check(text) {
        ctx.invalid(field, format!("{} {fault}", quote(text)));
    }
}

/// The name of a pool: DNS subdomains joined by slashes.
fn pool_name(text: &str) -> Option<String> {
    text.split('/').find_map(name::dns1123_subdomain)
}

/// Whether a name has more parts than a domain and an identifier: then the server looks at none of them.
fn has_more_parts(name: &str) -> bool {
    name.matches('/').count() > 1
}

/// A key of `map` that is an identifier, with or without a domain; faults are reported at the map.
pub fn qualified_name(map: Field<'_>, entry: &Entry<'_>, ctx: &mut Context<'_>) {
    if has_more_parts(entry.key) {
        return;
    }
    let (domain, identifier) = match entry.key.split_once('/') {
        Some((domain, identifier)) => (Some(domain), identifier),
        None => (None, entry.key),
    };
    let mut faults = Vec::new();
    match domain {
        Some("") => faults.push("has an empty domain".to_owned()),
        // The server takes capitals here.
        Some(domain) => faults.extend(name::dns1123_subdomain(&domain.to_ascii_lowercase())),
        None => {}
    }
    if identifier.is_empty() {
        faults.push("has an empty name".to_owned());
    } else {
        faults.extend(name::c_identifier(identifier));
    }
    for (part, max) in [(domain.unwrap_or_default(), MAX_DOMAIN), (identifier, MAX_IDENTIFIER)] {
        if part.len() > max {
            ctx.too_long(map, max).at(entry.key_span);
        }
    }
    if let Some(fault) = faults.into_iter().next() {
        ctx.invalid(map, format!("{} {fault}", quote(entry.key)))
            .at(entry.key_span);
    }
}

/// An attribute with its domain.
pub fn fully_qualified(field: Field<'_>, text: &str, ctx: &mut Context<'_>) {
    if has_more_parts(text) {
        return;
    }
    let (domain, identifier) = match text.split_once('/') {
        Some((domain, identifier)) => (Some(domain), identifier),
        None => (None, text),
    };
    let fault = match domain {
        None => Some("has no domain".to_owned()),
        Some("") => Some("has an empty domain".to_owned()),
        Some(domain) => name::dns1123_subdomain(domain).or_else(|| name::c_identifier(identifier)),
    };
    for (part, max) in [(domain.unwrap_or_default(), MAX_DOMAIN), (identifier, MAX_IDENTIFIER)] {
        if part.len() > max {
            ctx.too_long(field, max);
        }
    }
    if let Some(fault) = fault {
        ctx.invalid(field, format!("{} {fault}", quote(text)))
            .help("write it as domain/name, such as gpu.example.com/model");
    }
}

/// The node selector of a slice: exactly one term.
pub fn node_selector(field: Field<'_>, ctx: &mut Context<'_>) {
    selector::node_selector(field, ctx);
    let terms = field.get("nodeSelectorTerms");
    if terms.len() != 1 {
        ctx.invalid(terms, format!("{} terms, exactly one is wanted", terms.len()));
    }
}

/// Selectors of devices: at most 32 expressions in CEL. Where the server has given up on what is around them, as
/// `declared` says, it counts them only.
pub fn selectors(list: Field<'_>, declared: bool, ctx: &mut Context<'_>) {
    if list.len() > MAX_SELECTORS {
        ctx.too_many(list, list.len(), MAX_SELECTORS);
        return;
    }
    if declared || list.is_empty() {
        return;
    }
    let scope = Scope::new([("device", device())]).with_bindings();
    for selector in list.items() {
        let cel = selector.get("cel");
        if cel.is_absent() {
            ctx.required(cel, "a selector needs its expression");
            continue;
        }
        let expression = cel.get("expression");
        let Some(text) = expression.str_or("") else { continue };
        if text.trim().is_empty() {
            ctx.invalid(expression, "the expression is empty");
        } else if text.len() > MAX_EXPRESSION {
            ctx.too_long(expression, MAX_EXPRESSION);
        } else {
            cel::check_field(expression, &scope, &[Ty::Bool, Ty::Dyn], ctx);
        }
    }
}

/// The device as selectors see it. Attributes and capacities stand below the domain of their name.
fn device<'d>() -> Ty<'d> {
    let by_domain = |value| Ty::map(Ty::String, Ty::map(Ty::String, value));
    Ty::object([
        ("driver", Ty::String),
        ("attributes", by_domain(Ty::Dyn)),
        ("capacity", by_domain(Ty::Named("quantity"))),
        ("allowMultipleAllocations", Ty::Bool),
    ])
}

/// Configuration for a driver: its name and its parameters.
pub fn opaque_config(config: Field<'_>, ctx: &mut Context<'_>) {
    let opaque = config.get("opaque");
    if opaque.is_absent() {
        ctx.required(opaque, "the configuration is missing");
        return;
    }
    let (driver, parameters) = (opaque.get("driver"), opaque.get("parameters"));
    if let Some(text) = driver.str_or("") {
        if text.is_empty() {
            ctx.required(driver, "the driver must be named");
        } else if let Some(fault) = name::dns1123_subdomain(&text.to_lowercase()) {
            ctx.invalid(driver, format!("{} {fault}", quote(text)));
        }
        if text.len() > MAX_DRIVER {
            ctx.too_long(driver, MAX_DRIVER);
        }
    }
    match parameters.node() {
        Some(node) if parameters.is_set() => {
            if node.kind() != Kind::Map {
                ctx.invalid(parameters, "the parameters must be an object");
            } else if json_len(parameters.source(), node) > MAX_PARAMETERS {
                ctx.too_long(parameters, MAX_PARAMETERS);
            }
        }
        _ if parameters.is_absent() => {
            ctx.required(parameters, "the parameters are missing");
        }
        _ => {}
    }
}

/// The length of a value as the server stores it: as it is written in JSON, made JSON where it is not.
fn json_len(source: &str, node: Node<'_>) -> usize {
    if source.trim_start().starts_with('{') {
        node.span().range().len()
    } else {
        node.to_json().len()
    }
}

/// How many devices are allowed, where there are more: fewer where one of them has taints or consumes counters.
pub fn too_many_devices(devices: Field<'_>) -> Option<usize> {
    let taints = |device: Field<'_>| !device.get("taints").is_empty() || !device.get("consumesCounters").is_empty();
    let extras = |device: Field<'_>| taints(device) || taints(device.get("basic"));
    let max = if devices.len() > MAX_DEVICES_WITH_EXTRAS && devices.items().any(extras) {
        MAX_DEVICES_WITH_EXTRAS
    } else {
        MAX_DEVICES
    };
    (devices.len() > max).then_some(max)
}

/// Sets of counters, of a slice or consumed by a device, each with a name of its own in the field `name`. Of devices that
/// are too many the server does not count the counters.
pub fn counter_sets(sets: Field<'_>, name: &'static str, max: usize, count: bool, ctx: &mut Context<'_>) {
    if sets.len() > max {
        ctx.too_many(sets, sets.len(), max);
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for set in sets.items() {
        let (name, counters) = (set.get(name), set.get("counters"));
        if let Some(text) = name.str_or("") {
            name::check_required(name, ctx, name::dns1123_label);
            if seen.contains(&text) {
                ctx.duplicate(set, text).at(name.span());
            }
            seen.push(text);
        }
        if counters.is_empty() {
            ctx.required(counters, "at least one counter is needed");
        }
        if count && counters.len() > MAX_COUNTERS {
            ctx.too_many(counters, counters.len(), MAX_COUNTERS);
        }
        for entry in counters.entries() {
            if let Some(fault) = name::dns1123_label(entry.key) {
                ctx.invalid(counters, format!("{} {fault}", quote(entry.key)))
                    .at(entry.key_span);
            }
        }
    }
}

const EFFECTS: [&str; 3] = ["NoExecute", "NoSchedule", "None"];

/// Taints of a device. Of devices that are too many, as `declared` says, the server looks at the effects only.
pub fn taints(list: Field<'_>, declared: bool, ctx: &mut Context<'_>) {
    let too_many = list.len() > MAX_TAINTS;
    if too_many && !declared {
        ctx.too_many(list, list.len(), MAX_TAINTS);
    }
    for taint in list.items() {
        if too_many || declared {
            effect(taint, ctx);
        } else {
            self::taint(taint, ctx);
        }
    }
}

/// One taint of a device.
pub fn taint(taint: Field<'_>, ctx: &mut Context<'_>) {
    name::check_item(taint.get("key"), ctx, name::qualified_name);
    name::check_non_empty(taint.get("value"), ctx, name::label_value);
    effect(taint, ctx);
}

fn effect(taint: Field<'_>, ctx: &mut Context<'_>) {
    enums::check_required(taint.get("effect"), ctx, &EFFECTS);
}

/// Tolerations of taints of devices.
pub fn tolerations(list: Field<'_>, declared: bool, ctx: &mut Context<'_>) {
    for toleration in list.items() {
        let [key, operator, value, effect] = toleration.members(["key", "operator", "value", "effect"]);
        name::check_non_empty(key, ctx, name::qualified_name);
        match operator.non_empty_or("Equal") {
            Some("Exists") if !declared => {
                if !value.is_empty() {
                    ctx.invalid(value, "the operator Exists takes no value")
                        .related(operator.span(), "the operator");
                }
            }
            Some("Equal") if !declared => {
                name::check_non_empty(value, ctx, name::label_value);
            }
            _ => {}
        }
        enums::check_non_empty(operator, ctx, &["Equal", "Exists"]);
        enums::check_non_empty(effect, ctx, &EFFECTS);
    }
}

/// A version as semver.org defines it.
pub fn is_semver(text: &str) -> bool {
    let (rest, build) = text
        .split_once('+')
        .map_or((text, None), |(rest, build)| (rest, Some(build)));
    let (core, pre) = rest
        .split_once('-')
        .map_or((rest, None), |(core, pre)| (core, Some(pre)));
    let number = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) && (part.len() == 1 || !part.starts_with('0'))
    };
    let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let pre_part = |part: &str| word(part) && (!part.bytes().all(|b| b.is_ascii_digit()) || number(part));
    core.split('.').count() == 3
        && core.split('.').all(number)
        && pre.is_none_or(|pre| pre.split('.').all(pre_part))
        && build.is_none_or(|build| build.split('.').all(word))
}
