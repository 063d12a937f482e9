//! What containers and pods ask for: amounts of resources, at least and at most, and devices claimed.

use super::quantity::Quantity;
use super::{name, quote, resource};
use crate::rule::Context;
use crate::view::{Container, Entry, Field, Role};

/// One amount of a list.
#[derive(Clone, Copy)]
pub struct Amount<'d> {
    /// The resource and its amount in the document.
    pub entry: Entry<'d>,
    /// The amount as the server stores it.
    pub quantity: Quantity,
    /// Whether the server takes it from another place, as it fills in requests from limits.
    pub inherited: bool,
}

/// The `limits` and `requests` of a container or pod, with what the server fills in.
#[derive(Default)]
pub struct Requirements<'d> {
    /// At most this.
    pub limits: Vec<Amount<'d>>,
    /// At least this.
    pub requests: Vec<Amount<'d>>,
}

/// The amounts written in a list; amounts that are none are left out.
pub fn amounts(list: Field<'_>) -> Vec<Amount<'_>> {
    list.entries()
        .filter_map(|entry| {
            let quantity = Quantity::or_zero(entry.value)?;
            Some(Amount {
                entry,
                quantity,
                inherited: false,
            })
        })
        .collect()
}

/// The amount of a resource in a list.
pub fn amount_of<'a, 'd>(list: &'a [Amount<'d>], key: &str) -> Option<&'a Amount<'d>> {
    list.iter().find(|amount| amount.entry.key == key)
}

impl<'d> Requirements<'d> {
    /// What is written in `resources`.
    pub fn of(resources: Field<'d>) -> Self {
        let [limits, requests] = resources.members(["limits", "requests"]).map(amounts);
        Self { limits, requests }
    }

    /// What a container asks for. In a Pod, though not in a template, limits count as requests where those are absent.
    pub fn of_container(container: Container<'d>) -> Self {
        let mut requirements = Self::of(container.get("resources"));
        if container.pod.is_pod() && container.role != Role::Ephemeral {
            requirements.inherit_requests(|_| true);
        }
        requirements
    }

    /// Fills in requests from limits, of the resources for which `which` is true.
    pub fn inherit_requests(&mut self, which: fn(&str) -> bool) {
        for limit in &self.limits {
            if which(limit.entry.key) && amount_of(&self.requests, limit.entry.key).is_none() {
                self.requests.push(Amount {
                    inherited: true,
                    ..*limit
                });
            }
        }
    }
}

/// Whether one amount is above another. The server rounds amounts up to thousandths first.
pub fn above(one: Quantity, other: Quantity) -> bool {
    let rounds = |amount: Quantity| amount.value().unsigned_abs() < 1 << 50;
    one > other && !(rounds(one) && rounds(other) && one.milli_value() == other.milli_value())
}

/// Checks the names, the amounts, and requests against limits. `pod` is for the resources of a whole pod.
pub fn check(resources: Field<'_>, requirements: &Requirements<'_>, pod: bool, ctx: &mut Context<'_>) {
    for limit in &requirements.limits {
        check_amount(resources, "limits", limit, pod, ctx);
    }
    let mut without_limit = false;
    for request in &requirements.requests {
        check_amount(resources, "requests", request, pod, ctx);
        let key = request.entry.key;
        let overcommit = resource::allows_overcommit(key);
        let Some(limit) = amount_of(&requirements.limits, key) else {
            if !overcommit && !without_limit {
                without_limit = true;
                ctx.required(
                    resources.get("limits"),
                    format!("a limit of {key} must be given too, as no more of it may be used than is asked for"),
                )
                .related(request.entry.key_span, "the request");
            }
            continue;
        };
        let higher = above(request.quantity, limit.quantity);
        let message = if overcommit && higher {
            format!("the request of {key} is above its limit, {}", shown(limit))
        } else if !overcommit && (higher || above(limit.quantity, request.quantity)) {
            format!("the request of {key} must be its limit, {}", shown(limit))
        } else {
            continue;
        };
        ctx.invalid(resources.get("requests"), message)
            .at(request.entry.value.span())
            .related(limit.entry.value.span(), "the limit");
    }
    let keys = || {
        requirements
            .limits
            .iter()
            .chain(&requirements.requests)
            .map(|one| one.entry.key)
    };
    if keys().any(resource::is_huge_page) && !keys().any(|key| key == "cpu" || key == "memory") {
        ctx.forbidden(resources, "huge pages come only with cpu or memory")
            .at(resources.key_span());
    }
}

fn check_amount(resources: Field<'_>, list: &'static str, amount: &Amount<'_>, pod: bool, ctx: &mut Context<'_>) {
    let before = ctx.count();
    let Entry { key, value, .. } = amount.entry;
    let known = ["cpu", "memory"].contains(&key) || resource::is_huge_page(key);
    let wrong_name = if pod {
        resource::resource_name(key)
    } else {
        resource::container_resource_name(key)
    };
    if let Some(wrong) = &wrong_name {
        ctx.invalid(value, format!("{} {wrong}", quote(key)))
            .at(amount.entry.key_span);
    } else if pod && !known {
        ctx.not_supported(value, key, &["cpu", "memory", "hugepages-"])
            .at(amount.entry.key_span);
    }
    if wrong_name.is_none() {
        resource::judge_amount(key, value, amount.quantity, ctx);
        if !is_whole_pages(key, amount.quantity) {
            ctx.invalid(
                value,
                format!("{} is not a multiple of the size of {key}", shown(amount)),
            );
        }
    }
    if amount.inherited {
        let path = format!("{}[{key}]", resources.get(list).path(ctx.object()));
        ctx.set_path_since(before, &path);
    }
}

/// Checks what a pod costs beyond its containers. The server judges it as the limits of a container, and says so in paths
/// that start with `shown`, or else with the path of the field.
pub fn check_overhead(overhead: Field<'_>, shown: Option<&str>, ctx: &mut Context<'_>) {
    let path = |ctx: &Context<'_>| shown.map_or_else(|| overhead.path(ctx.object()), str::to_owned);
    for entry in overhead.entries() {
        let before = ctx.count();
        resource::check_name(&entry, resource::container_resource_name, ctx);
        if ctx.count() == before {
            resource::amount(entry.key, entry.value, ctx);
            let quantity = Quantity::or_zero(entry.value).unwrap_or(Quantity::ZERO);
            if !is_whole_pages(entry.key, quantity) {
                ctx.invalid(entry.value, "is not a multiple of the size of the pages");
            }
        }
        if ctx.count() > before {
            let path = format!("{}.limits[{}]", path(ctx), entry.key);
            ctx.set_path_since(before, &path);
        }
    }
    let has = |wanted: fn(&str) -> bool| overhead.entries().any(|entry| wanted(entry.key));
    if has(resource::is_huge_page) && !has(|key| matches!(key, "cpu" | "memory")) {
        let path = path(ctx);
        ctx.forbidden(overhead, "huge pages come only with cpu or memory")
            .path(path);
    }
}

/// Whether an amount of huge pages is a multiple of their size; true for other resources.
pub fn is_whole_pages(key: &str, amount: Quantity) -> bool {
    let Some(size) = key.strip_prefix("hugepages-") else {
        return true;
    };
    let size = Quantity::parse(size).map_or(0, Quantity::value);
    amount.is_negative() || (size > 0 && amount.value() % size == 0)
}

fn shown<'d>(amount: &Amount<'d>) -> &'d str {
    super::quantity::shown(amount.entry.value)
}

/// Checks the claims of devices against those of the pod.
pub fn check_claims(claims: Field<'_>, pod_claims: Field<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<String> = Vec::new();
    for claim in claims.items() {
        let (Some(name), Some(request)) = (claim.get("name").str_or(""), claim.get("request").str_or("")) else {
            continue;
        };
        if name.is_empty() {
            ctx.required(claim, "must have a name").at(claim.span());
            continue;
        }
        // A claim as a whole contains each of its requests.
        let whole = format!("{name}/");
        let own = format!("{name}/{request}");
        let twice = seen
            .iter()
            .any(|other| *other == own || *other == whole || (request.is_empty() && other.starts_with(&whole)));
        if twice {
            ctx.duplicate(claim, name).at(claim.get("name").span());
        } else {
            name::check_non_empty(claim.get("request"), ctx, name::dns1123_label);
        }
        seen.push(own);
        let mut known = pod_claims.items().map(|one| one.get("name").str_or(""));
        let readable = pod_claims.is_absent() || pod_claims.is_list();
        // A name that cannot be read may be the one.
        if readable && !known.any(|one| one.is_none_or(|one| one == name)) {
            ctx.not_found(claim, name)
                .at(claim.get("name").span())
                .help("name one of the resourceClaims of the pod");
        }
    }
}

/// Amounts of bytes that are not whole get the server's warning.
pub fn warn_fractions(list: Field<'_>, ctx: &mut Context<'_>) {
    warn_fractions_of(&amounts(list), ctx);
}

/// The same of amounts that have been read; what the server fills in is left out.
pub fn warn_fractions_of(amounts: &[Amount<'_>], ctx: &mut Context<'_>) {
    for amount in amounts.iter().filter(|amount| !amount.inherited) {
        let bytes = ["memory", "ephemeral-storage"].contains(&amount.entry.key);
        if bytes && amount.quantity.milli_value() % 1000 != 0 {
            ctx.warn(
                amount.entry.value,
                format!("{} is not a whole number of bytes", shown(amount)),
            )
            .help("the suffix for mega is M, m stands for a thousandth");
        }
    }
}
