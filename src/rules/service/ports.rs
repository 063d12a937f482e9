use crate::check::{int, name};
use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The ports of a Service.
    ///
    /// ## What it does
    /// Checks each of `spec.ports`: number, protocol, target, application protocol, a name of its own where there
    /// are several, no port twice for a protocol, and node ports only where the type has them and in the server's
    /// default range. Only headless services and external names may have none.
    ///
    /// ## Why is this bad
    /// Traffic to the service is told apart by these.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec: {ports: []}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec:
    ///   type: NodePort
    ///   ports:
    ///   - {name: http, port: 80, targetPort: http, nodePort: 30080}
    ///   - {name: dns, port: 53, protocol: UDP, appProtocol: kubernetes.io/h2c}
    ///   - {name: dns-tcp, port: 53}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports>
    id: "service/ports", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Service"], check),
}

const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

/// The node ports of a server that was not told otherwise.
const NODE_PORTS: std::ops::RangeInclusive<i64> = 30_000..=32_767;

fn check(service: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = service.get("spec");
    let Some(kind) = spec.get("type").non_empty_or("ClusterIP") else {
        return;
    };
    let ports = spec.get("ports");
    let headless = spec.get("clusterIP").str() == Some("None")
        || spec
            .get("clusterIPs")
            .items()
            .next()
            .is_some_and(|ip| ip.str() == Some("None"));
    if ports.is_empty() && !headless && kind != "ExternalName" {
        ctx.required(ports, "a Service needs a port, unless it is headless");
    }
    let (mut names, mut numbers, mut nodes) = (Vec::new(), Vec::new(), Vec::new());
    for port in ports.items() {
        check_name(port.get("name"), ports.len() > 1, &mut names, ctx);
        check_port(port, ctx);
        let protocol = port.get("protocol").non_empty_or("TCP").unwrap_or_default();
        let number = port.get("port").int_or(0).unwrap_or_default();
        check_node_port(port.get("nodePort"), kind, protocol, &mut nodes, ctx);
        if let Some((.., first)) = numbers.iter().find(|(p, n, _)| (*p, *n) == (protocol, number)) {
            let message = format!("the port {protocol} {number} stands twice");
            ctx.error(port, Reason::FieldValueDuplicate, message)
                .related(*first, "the first");
        }
        numbers.push((protocol, number, port.span()));
    }
}

fn check_name<'d>(name: Field<'d>, needed: bool, seen: &mut Vec<&'d str>, ctx: &mut Context<'_>) {
    let Some(text) = name.str_or("") else { return };
    if text.is_empty() {
        if needed {
            ctx.required(name, "of several ports each needs a name");
        }
        return;
    }
    name::check_field(name, ctx, name::dns1123_label);
    if seen.contains(&text) {
        ctx.duplicate(name, text);
    }
    seen.push(text);
}

fn check_port(port: Field<'_>, ctx: &mut Context<'_>) {
    let [number, protocol, target, app] = ["port", "protocol", "targetPort", "appProtocol"].map(|part| port.get(part));
    if let Some(fault) = number.int_or(0).and_then(name::port_number) {
        ctx.invalid(number, fault);
    }
    if let Some(text) = protocol.non_empty_or("TCP").filter(|text| !PROTOCOLS.contains(text)) {
        ctx.not_supported(protocol, text, &PROTOCOLS);
    }
    // A target of 0 or "" is an absent one, becomes the port itself, and is judged as such.
    if target.is_empty() || target.int() == Some(0) {
        if let Some(fault) = number.int_or(0).and_then(name::port_number) {
            ctx.invalid(target, fault);
        }
    } else if target.int().is_some() {
        int::port(target, ctx);
    } else {
        name::check_field(target, ctx, name::port_name);
    }
    name::check_field(app, ctx, name::qualified_name);
}

fn check_node_port<'d>(
    field: Field<'_>,
    kind: &str,
    protocol: &'d str,
    seen: &mut Vec<(&'d str, i64)>,
    ctx: &mut Context<'_>,
) {
    let Some(port) = field.int().filter(|port| *port != 0) else {
        return;
    };
    if kind == "ClusterIP" {
        ctx.forbidden(field, "stands only with type: NodePort or LoadBalancer");
    } else if matches!(kind, "NodePort" | "LoadBalancer") && !NODE_PORTS.contains(&port) {
        ctx.invalid(
            field,
            format!("{port} is not from {} to {}", NODE_PORTS.start(), NODE_PORTS.end()),
        )
        .help("choose one from the range, or leave it to the server");
    }
    if seen.contains(&(protocol, port)) {
        ctx.duplicate(field, &port.to_string());
    }
    seen.push((protocol, port));
}
