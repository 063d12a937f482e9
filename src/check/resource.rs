//! Names of resources (`cpu`, `hugepages-2Mi`, `example.com/gpu`) and the amounts they allow.

use super::quantity::{self, Quantity};
use super::{name, quote};
use crate::rule::Context;
use crate::view::{Entry, Field};

/// Resources that a container can ask for by a name without a domain; huge pages too, by prefix.
const CONTAINER: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];

/// Objects that a quota counts.
const COUNTED: [&str; 9] = [
    "pods",
    "services",
    "replicationcontrollers",
    "resourcequotas",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "services.nodeports",
    "services.loadbalancers",
];

/// Amounts that a quota limits, besides the resources of containers.
const LIMITED: [&str; 7] = [
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
    "requests.storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
];

const HUGE_PAGES: &str = "hugepages-";

/// Whether the name is that of huge pages.
pub fn is_huge_page(text: &str) -> bool {
    text.starts_with(HUGE_PAGES)
}

/// Whether the server itself owns the name: one without a domain, or below kubernetes.io.
pub fn is_native(text: &str) -> bool {
    !text.contains('/') || text.contains("kubernetes.io/")
}

/// Whether the name is an extended resource: a domain that is not the server's, and not a quota's `requests.`.
pub fn is_extended(text: &str) -> bool {
    !is_native(text) && !text.starts_with("requests.") && name::qualified_name(&format!("requests.{text}")).is_none()
}

/// Whether a container may get less of the resource than it asks for at most.
pub fn allows_overcommit(text: &str) -> bool {
    is_native(text) && !is_huge_page(text)
}

/// What is wrong with the name of a resource of any use.
pub fn resource_name(text: &str) -> Option<String> {
    if let Some(fault) = name::qualified_name(text) {
        return Some(fault);
    }
    let known = text.contains('/') || text == "storage" || is_quota_resource(text);
    (!known).then(|| "is neither a standard resource nor has it a domain".to_owned())
}

/// What is wrong with the name of a resource that a container asks for.
pub fn container_resource_name(text: &str) -> Option<String> {
    if CONTAINER.contains(&text) {
        return None;
    }
    if let Some(fault) = resource_name(text) {
        return Some(fault);
    }
    if !text.contains('/') {
        return (!is_huge_page(text)).then(|| "is not a standard resource of containers".to_owned());
    }
    (!is_native(text) && !is_extended(text)).then(|| "does not have the form of an extended resource".to_owned())
}

/// Whether a quota knows the resource by a name without a domain.
pub fn is_quota_resource(text: &str) -> bool {
    CONTAINER.contains(&text)
        || COUNTED.contains(&text)
        || LIMITED.contains(&text)
        || is_huge_page(text)
        || text.strip_prefix("requests.").is_some_and(is_huge_page)
}

/// What is wrong with the name of a resource that a quota limits.
pub fn quota_resource_name(text: &str) -> Option<String> {
    if let Some(fault) = resource_name(text) {
        return Some(fault);
    }
    let known = text.contains('/') || is_quota_resource(text);
    (!known).then(|| "is not a resource that a quota can limit".to_owned())
}

/// An amount must not be below 0, and for resources that are counted in whole pieces must be whole.
pub fn amount(resource: &str, field: Field<'_>, ctx: &mut Context<'_>) {
    if let Some(quantity) = Quantity::or_zero(field) {
        judge_amount(resource, field, quantity, ctx);
    }
}

/// The same of an amount that has been read.
pub fn judge_amount(resource: &str, field: Field<'_>, quantity: Quantity, ctx: &mut Context<'_>) {
    if quantity.is_negative() {
        ctx.invalid(field, format!("{} is below 0", quantity::shown(field)));
    }
    if (COUNTED.contains(&resource) || is_extended(resource)) && quantity.milli_value() % 1000 != 0 {
        ctx.invalid(field, format!("{resource} comes in whole pieces"));
    }
}

/// Reports the name of a resource, at the key and the path of its amount.
pub fn check_name(entry: &Entry<'_>, check: name::Check, ctx: &mut Context<'_>) {
    if let Some(fault) = check(entry.key) {
        ctx.invalid(entry.value, format!("{} {fault}", quote(entry.key)))
            .at(entry.key_span);
    }
}
