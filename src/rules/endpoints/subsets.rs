use crate::check::{name, net, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The addresses and ports of an Endpoints object.
    ///
    /// ## What it does
    /// Checks each of `subsets`: at least one address, ready or not, each an IP address that is not special, host
    /// and node names, and ports with numbers, protocols and, where there are several, names. Warns, as the server
    /// does, that the kind is deprecated.
    ///
    /// ## Why is this bad
    /// Proxies send traffic to these addresses as they stand.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Endpoints
    /// metadata: {name: ext}
    /// subsets:
    /// - {}
    /// - {addresses: [{ip: a, hostname: A_b, nodeName: "n 1"}], ports: [{port: 0}, {port: 80, protocol: ICMP, name: Web}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Endpoints
    /// metadata: {name: ext}
    /// subsets:
    /// - {addresses: [{ip: 10.1.0.1, hostname: a}], notReadyAddresses: [{ip: 10.1.0.2}], ports: [{name: http, port: 80}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/service/#endpoints>
    id: "endpoints/subsets", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Endpoints"], check),
}

const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

fn check(endpoints: &Object<'_>, ctx: &mut Context<'_>) {
    ctx.warn(endpoints.get("kind"), "Endpoints is deprecated since 1.33")
        .help("use EndpointSlice of discovery.k8s.io/v1")
        .path("");
    for subset in endpoints.get("subsets").items() {
        let lists = subset.members(["addresses", "notReadyAddresses"]);
        if lists.iter().all(|list| list.is_empty()) {
            ctx.required(subset, "a subset needs an address");
        }
        for address in lists.into_iter().flat_map(Field::items) {
            check_address(address, ctx);
        }
        let ports = subset.get("ports");
        for port in ports.items() {
            check_port(port, ports.len() > 1, ctx);
        }
    }
}

fn check_address(address: Field<'_>, ctx: &mut Context<'_>) {
    let ip = address.get("ip");
    net::check_ip(ip, ctx);
    if let Some(fault) = ip
        .str()
        .filter(|text| net::ip(text).is_none())
        .and_then(net::endpoint_ip)
    {
        ctx.invalid(ip, format!("{} {fault}", quote(ip.str().unwrap_or_default())));
    }
    name::check_non_empty(address.get("hostname"), ctx, name::dns1123_label);
    name::check_field(address.get("nodeName"), ctx, name::dns1123_subdomain);
}

fn check_port(port: Field<'_>, named: bool, ctx: &mut Context<'_>) {
    let [name, number, protocol, app] = port.members(["name", "port", "protocol", "appProtocol"]);
    if named && name.is_empty() {
        ctx.required(name, "of several ports each needs a name");
    }
    name::check_non_empty(name, ctx, name::dns1123_label);
    if let Some(fault) = number.int_or(0).and_then(name::port_number) {
        ctx.invalid(number, fault);
    }
    if let Some(text) = protocol.non_empty_or("TCP").filter(|text| !PROTOCOLS.contains(text)) {
        ctx.not_supported(protocol, text, &PROTOCOLS);
    }
    name::check_field(app, ctx, name::qualified_name);
}
