use crate::check::name;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The ports of an EndpointSlice.
    ///
    /// ## What it does
    /// Checks that ports have names of their own, which are DNS labels or empty, a known protocol, and an
    /// application protocol of the form of a label key; at most 20000.
    ///
    /// ## Why is this bad
    /// A port is found by its name.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata: {name: web-abc}
    /// addressType: IPv4
    /// ports: [{name: Web, port: 80}, {port: 80}, {port: 81}, {name: a, protocol: ICMP, appProtocol: "a b"}]
    /// ```
    /// ```yaml,good
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata: {name: web-abc}
    /// addressType: IPv4
    /// ports: [{name: http, port: 80, appProtocol: https}, {name: dns, port: 53, protocol: UDP}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/>
    id: "endpointslice/ports", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["EndpointSlice.discovery.k8s.io"], check),
}

const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];
const MAX_PORTS: usize = 20_000;

fn check(slice: &Object<'_>, ctx: &mut Context<'_>) {
    let ports = slice.get("ports");
    if ports.len() > MAX_PORTS {
        ctx.too_many(ports, ports.len(), MAX_PORTS);
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for port in ports.items() {
        let [name, protocol, app] = port.members(["name", "protocol", "appProtocol"]);
        if let Some(text) = name.str_or("") {
            if !text.is_empty() {
                name::check_field(name, ctx, name::dns1123_label);
            }
            if seen.contains(&text) {
                ctx.duplicate(name, text);
            }
            seen.push(text);
        }
        if let Some(text) = protocol.str_or("TCP").filter(|text| !PROTOCOLS.contains(text)) {
            ctx.not_supported(protocol, text, &PROTOCOLS);
        }
        name::check_field(app, ctx, name::qualified_name);
    }
}
