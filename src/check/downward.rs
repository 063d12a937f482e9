//! What a pod tells its containers about itself, in variables and files: fields of the pod, resources of a container.

use super::quantity::{self, Quantity};
use super::{name, quote, resource};
use crate::rule::Context;
use crate::view::Field;

/// Fields of a pod that a variable can hold.
pub const VARIABLES: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

/// Fields of a pod that a file can hold.
pub const FILES: [&str; 5] = [
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
];

/// Fields that the server knows by name.
const FIELDS: [&str; 14] = [
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.phase",
    "status.podIP",
    "status.podIPs",
];

/// A reference to a field of the pod: one of `supported`, or one label or annotation.
pub fn field_ref(reference: Field<'_>, supported: &[&'static str], ctx: &mut Context<'_>) {
    let path = reference.get("fieldPath");
    let (Some(version), Some(text)) = (reference.get("apiVersion").non_empty_or("v1"), path.str_or("")) else {
        return;
    };
    // An old name that the server still knows.
    let field = if text == "spec.host" { "spec.nodeName" } else { text };
    if text.is_empty() {
        ctx.required(path, "must be given");
    } else if version != "v1" {
        ctx.invalid(path, format!("there are no fields of pods of version {version:?}"))
            .at(reference.get("apiVersion").span());
    } else if let Some((map, key)) = subscript(text) {
        if !matches!(map, "metadata.labels" | "metadata.annotations") {
            ctx.invalid(path, format!("{} has no keys", quote(map)))
                .help("only metadata.labels and metadata.annotations do");
            return;
        }
        // The letters of an annotation's key may be of either case.
        let key = if map == "metadata.annotations" {
            key.to_lowercase()
        } else {
            key.to_owned()
        };
        if let Some(wrong) = name::qualified_name(&key) {
            ctx.invalid(reference, format!("the key {} {wrong}", quote(&key)))
                .at(path.span());
        }
    } else if !FIELDS.contains(&field) {
        let diagnostic = ctx.invalid(path, format!("{} is not a field that a pod tells of", quote(text)));
        match crate::suggest::nearest(text, supported.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean {near:?}?")),
            None => diagnostic.help(format!("fields: {}", supported.join(", "))),
        };
    } else if !supported.contains(&field) {
        ctx.not_supported(path, text, supported);
    }
}

/// Splits `metadata.labels['app']` into the field and the key.
fn subscript(text: &str) -> Option<(&str, &str)> {
    let (map, key) = text.strip_suffix("']")?.split_once("['")?;
    (!map.is_empty()).then_some((map, key))
}

const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];

/// A reference to a resource of a container: its name, and a divisor that fits it.
pub fn resource_ref(reference: Field<'_>, ctx: &mut Context<'_>) {
    let name = reference.get("resource");
    let Some(text) = name.str_or("") else { return };
    let resource = text.strip_prefix("limits.").or_else(|| text.strip_prefix("requests."));
    if text.is_empty() {
        ctx.required(name, "must be given");
    } else if RESOURCES.contains(&text) || resource.is_some_and(resource::is_huge_page) {
        check_divisor(reference.get("divisor"), resource.unwrap_or_default(), ctx);
    } else {
        ctx.not_supported(name, text, &RESOURCES);
    }
}

fn check_divisor(divisor: Field<'_>, resource: &str, ctx: &mut Context<'_>) {
    let Some(amount) = Quantity::or_zero(divisor).filter(|amount| !amount.is_zero()) else {
        return;
    };
    let Some(written) = divisor.scalar().map(quantity::trim) else {
        return;
    };
    let units: &[&str] = match resource {
        "cpu" => &["1", "1m"],
        _ if written.ends_with('i') => &["1", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"],
        _ => &["1", "1k", "1M", "1G", "1T", "1P", "1E"],
    };
    // The server compares spellings: its own of the amount, in which 1024 is not 1Ki and 1000 with an exponent is not
    // 1k, but the one that is written where that is a whole number of one digit.
    let allowed = if is_kept(written) {
        units.contains(&written)
    } else {
        let units = if has_exponent(written) { &["1"][..] } else { units };
        units.iter().any(|one| Quantity::parse(one) == Some(amount))
    };
    if !allowed {
        let diagnostic = ctx.invalid(divisor, format!("{written} is not a divisor of {resource}"));
        diagnostic.help(match resource {
            "cpu" => "divisors: 1m, 1",
            _ => "divisors: 1 and the units k to E and Ki to Ei, such as 1Mi",
        });
    }
}

/// Whether the number is a 1 without digits after a point.
fn is_kept(written: &str) -> bool {
    let number = written.trim_start_matches(['+', '-']).trim_start_matches('0');
    let rest = number
        .strip_prefix('1')
        .map(|rest| rest.strip_prefix('.').unwrap_or(rest));
    rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
}

/// Whether the amount has an exponent, and not the unit of the same letter.
fn has_exponent(written: &str) -> bool {
    written.ends_with(|last: char| last.is_ascii_digit()) && written.contains(['e', 'E'])
}
