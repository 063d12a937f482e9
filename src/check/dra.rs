//! What the kinds of resource.k8s.io have in common: qualified names, selectors, taints, configuration.

use super::{name, quote, selector};
use crate::cel::{self, Scope, Ty};
use crate::document::Object;
use crate::rule::Context;
use crate::view::{Entry, Field};

const MAX_DOMAIN: usize = 63;
const MAX_IDENTIFIER: usize = 32;
const MAX_SELECTORS: usize = 32;
const MAX_TAINTS: usize = 16;
const MAX_DRIVER: usize = 63;

/// `devices` of a claim, or of the claim in a template.
pub fn devices<'d>(claim: &Object<'d>) -> Field<'d> {
    let spec = claim.get("spec");
    if claim.kind() == "ResourceClaimTemplate" {
        spec.get("spec").get("devices")
    } else {
        spec.get("devices")
    }
}

/// The name of a pool: DNS subdomains joined by slashes.
pub fn pool_name(text: &str) -> Option<String> {
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
    if let Some(fault) = faults.into_iter().next() {
        ctx.invalid(map, format!("{} {fault}", quote(entry.key)))
            .at(entry.key_span);
    }
    for (part, max) in [(domain.unwrap_or_default(), MAX_DOMAIN), (identifier, MAX_IDENTIFIER)] {
        if part.len() > max {
            ctx.too_long(map, max).at(entry.key_span);
        }
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

/// A node selector of a device: exactly one term.
pub fn node_selector(field: Field<'_>, ctx: &mut Context<'_>) {
    selector::node_selector(field, ctx);
    let terms = field.get("nodeSelectorTerms");
    if terms.len() != 1 {
        ctx.invalid(terms, format!("{} terms, exactly one is wanted", terms.len()))
            .at(terms.key_span());
    }
}

/// Selectors of devices: at most 32 expressions in CEL.
pub fn selectors(list: Field<'_>, ctx: &mut Context<'_>) {
    if list.len() > MAX_SELECTORS {
        ctx.too_many(list, list.len(), MAX_SELECTORS);
        return;
    }
    let scope = Scope::new([("device", device())]);
    for selector in list.items() {
        let cel = selector.get("cel");
        if cel.is_absent() {
            ctx.required(cel, "a selector needs its expression");
            continue;
        }
        let expression = cel.get("expression");
        if expression.str_or("").is_some_and(str::is_empty) {
            ctx.invalid(expression, "the expression is empty");
        }
        cel::check_field(expression, &scope, &[Ty::Bool, Ty::Dyn], ctx);
    }
}

/// The device as selectors see it.
fn device<'d>() -> Ty<'d> {
    let fields = [
        ("driver", Ty::String),
        ("attributes", Ty::Dyn),
        ("capacity", Ty::Dyn),
        ("allowMultipleAllocations", Ty::Bool),
    ];
    Ty::Struct(fields.into_iter().map(|(name, ty)| (name.to_owned(), ty)).collect())
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
    if parameters.is_absent() {
        ctx.required(parameters, "the parameters are missing");
    }
}

/// Taints of a device.
pub fn taints(list: Field<'_>, ctx: &mut Context<'_>) {
    const EFFECTS: [&str; 3] = ["NoExecute", "NoSchedule", "None"];
    if list.len() > MAX_TAINTS {
        ctx.too_many(list, list.len(), MAX_TAINTS);
        return;
    }
    for taint in list.items() {
        let [key, value, effect] = ["key", "value", "effect"].map(|part| taint.get(part));
        if let Some(text) = key.str_or("")
            && let Some(fault) = name::qualified_name(text)
        {
            ctx.invalid(key, format!("{} {fault}", quote(text)));
        }
        name::check_non_empty(value, ctx, name::label_value);
        match effect.str_or("") {
            Some("") => {
                ctx.required(effect, "a taint needs an effect");
            }
            Some(text) if !EFFECTS.contains(&text) => {
                ctx.not_supported(effect, text, &EFFECTS);
            }
            _ => {}
        }
    }
}

/// Tolerations of taints of devices.
pub fn tolerations(list: Field<'_>, ctx: &mut Context<'_>) {
    const EFFECTS: [&str; 3] = ["NoExecute", "NoSchedule", "None"];
    for toleration in list.items() {
        let [key, operator, value, effect] = ["key", "operator", "value", "effect"].map(|part| toleration.get(part));
        name::check_non_empty(key, ctx, name::qualified_name);
        match operator.non_empty_or("Equal") {
            Some("Exists") => {
                if !value.is_empty() {
                    ctx.invalid(value, "the operator Exists takes no value")
                        .related(operator.span(), "the operator");
                }
            }
            Some("Equal") => {
                name::check_non_empty(value, ctx, name::label_value);
            }
            Some(other) => {
                ctx.not_supported(operator, other, &["Equal", "Exists"]);
            }
            None => {}
        }
        if let Some(text) = effect.str().filter(|text| !text.is_empty() && !EFFECTS.contains(text)) {
            ctx.not_supported(effect, text, &EFFECTS);
        }
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
