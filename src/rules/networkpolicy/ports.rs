use crate::check::{int, name};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The ports of a NetworkPolicy.
    ///
    /// ## What it does
    /// Checks the protocol, the port as a number or a name, and `endPort`, which needs a numeric port that is not
    /// above it.
    ///
    /// ## Why is this bad
    /// A range with a named or absent start has no meaning.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: db}
    /// spec:
    ///   podSelector: {}
    ///   ingress:
    ///   - ports:
    ///     - {protocol: ICMP, port: 0}
    ///     - {port: Bad_Name}
    ///     - {port: http, endPort: 90}
    ///     - {endPort: 90}
    ///     - {port: 80, endPort: 70}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: db}
    /// spec:
    ///   podSelector: {}
    ///   ingress: [{ports: [{port: 80, endPort: 90}, {protocol: SCTP, port: http}, {}]}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-range-of-ports>
    id: "networkpolicy/ports", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["NetworkPolicy.networking.k8s.io"], check),
}

const PROTOCOLS: [&str; 3] = ["TCP", "UDP", "SCTP"];

fn check(policy: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = policy.get("spec");
    for rules in ["ingress", "egress"] {
        for port in spec.get(rules).items().flat_map(|rule| rule.get("ports").items()) {
            check_port(port, ctx);
        }
    }
}

fn check_port(entry: Field<'_>, ctx: &mut Context<'_>) {
    let [protocol, port, end] = entry.members(["protocol", "port", "endPort"]);
    if let Some(text) = protocol.str().filter(|text| !PROTOCOLS.contains(text)) {
        ctx.not_supported(protocol, text, &PROTOCOLS);
    }
    if port.is_absent() {
        if end.is_set() {
            ctx.invalid(end, "a range of ports needs its first port")
                .help("set port");
        }
    } else if let Some(first) = port.int() {
        int::port(port, ctx);
        if let Some(last) = end.int() {
            if last < first {
                ctx.invalid(end, format!("{last} is below the first port"))
                    .related(port.span(), "the first port");
            }
            int::port(end, ctx);
        }
    } else if port.str().is_some() {
        if end.is_set() {
            ctx.invalid(end, "a range of ports needs a number as its first port")
                .related(port.span(), "the first port");
        }
        name::check_field(port, ctx, name::port_name);
    }
}
