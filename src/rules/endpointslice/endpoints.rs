use crate::check::{name, net, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The address type and the endpoints of an EndpointSlice.
    ///
    /// ## What it does
    /// Checks `addressType`, and for each endpoint its addresses (1 to 100, of the type), host name, node name and
    /// hints; at most 1000 endpoints.
    ///
    /// ## Why is this bad
    /// Proxies send traffic to these addresses as they stand.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata: {name: web-abc}
    /// addressType: IPv4
    /// endpoints:
    /// - {addresses: ["fd00::1"]}
    /// - {addresses: []}
    /// - {addresses: [127.0.0.1], hostname: Pod_1, nodeName: "Node 1"}
    /// - {addresses: [10.0.0.1], hints: {forZones: [{name: a}, {name: a}, {name: "b c"}]}}
    /// ```
    /// ```yaml,good
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata: {name: web-abc}
    /// addressType: IPv4
    /// endpoints:
    /// - {addresses: [10.1.2.3], hostname: pod-1, nodeName: node-1, hints: {forZones: [{name: a}]}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/>
    id: "endpointslice/endpoints", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["EndpointSlice.discovery.k8s.io"], check),
}

const TYPES: [&str; 3] = ["FQDN", "IPv4", "IPv6"];
const MAX_ENDPOINTS: usize = 1000;
const MAX_ADDRESSES: usize = 100;
const MAX_HINTS: usize = 8;

fn check(slice: &Object<'_>, ctx: &mut Context<'_>) {
    let kind = slice.get("addressType");
    let Some(text) = kind.str_or("") else { return };
    if text.is_empty() {
        ctx.required(kind, "a slice holds addresses of one type");
    } else if !TYPES.contains(&text) {
        ctx.not_supported(kind, text, &TYPES);
    } else if text == "FQDN" {
        ctx.warn(kind, "endpoints that are names are deprecated");
    }
    let endpoints = slice.get("endpoints");
    if endpoints.len() > MAX_ENDPOINTS {
        ctx.too_many(endpoints, endpoints.len(), MAX_ENDPOINTS);
        return;
    }
    for endpoint in endpoints.items() {
        check_addresses(endpoint.get("addresses"), text, ctx);
        name::check_field(endpoint.get("hostname"), ctx, name::dns1123_label);
        name::check_field(endpoint.get("nodeName"), ctx, name::dns1123_subdomain);
        let hints = endpoint.get("hints");
        if check_hints(hints.get("forZones"), name::label_value, ctx) {
            check_hints(hints.get("forNodes"), name::dns1123_subdomain, ctx);
        }
    }
}

fn check_addresses(addresses: Field<'_>, kind: &str, ctx: &mut Context<'_>) {
    if addresses.is_empty() {
        ctx.required(addresses, "an endpoint needs an address");
    }
    if addresses.len() > MAX_ADDRESSES {
        ctx.too_many(addresses, addresses.len(), MAX_ADDRESSES);
    }
    let mut strangers = Vec::new();
    for address in addresses.items() {
        let Some(text) = address.str_or("") else { continue };
        match kind {
            "IPv4" | "IPv6" => check_ip(address, text, kind == "IPv4", &mut strangers, ctx),
            "FQDN" => {
                if text.is_empty() {
                    ctx.required(address, "an address may not be empty");
                } else if let Some(fault) = name::fully_qualified_domain_name(text) {
                    ctx.invalid(address, format!("{} {fault}", quote(text)));
                }
            }
            _ => {}
        }
    }
    if let [first, others @ ..] = &strangers[..] {
        let text = quote(first.str().unwrap_or_default());
        let found = ctx.invalid(addresses, format!("{text} is not an {kind} address"));
        found.at(first.span());
        for other in others {
            found.related(other.span(), "nor is this");
        }
    }
}

/// Checks an address. One of the other family goes to the strangers.
fn check_ip<'d>(address: Field<'d>, text: &str, v4: bool, strangers: &mut Vec<Field<'d>>, ctx: &mut Context<'_>) {
    // In slices of IPv6 addresses, which are newer, the server takes the canonical spelling only.
    let fault = if v4 { net::ip(text) } else { net::canonical_ip(text) };
    if let Some(fault) = fault {
        ctx.invalid(address, format!("{} {fault}", quote(text)));
        return;
    }
    if v4 {
        net::check_ip(address, ctx);
    }
    let Some(ip) = net::parse_ip(text) else { return };
    if ip.is_ipv4() != v4 {
        strangers.push(address);
    }
    if let Some(fault) = net::endpoint_ip(text) {
        ctx.invalid(address, format!("{} {fault}", quote(text)));
    }
}

/// Checks the names of zones or nodes. Gives false where there are so many that the server looks no further.
fn check_hints(hints: Field<'_>, check: name::Check, ctx: &mut Context<'_>) -> bool {
    if hints.len() > MAX_HINTS {
        ctx.too_many(hints, hints.len(), MAX_HINTS);
        return false;
    }
    let mut seen: Vec<&str> = Vec::new();
    for hint in hints.items() {
        let name = hint.get("name");
        let Some(text) = name.str_or("") else { continue };
        if seen.contains(&text) {
            ctx.duplicate(name, text);
        }
        seen.push(text);
        if let Some(fault) = check(text) {
            ctx.invalid(name, format!("{} {fault}", quote(text)));
        }
    }
    true
}
