use crate::check::seen::Seen;
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

fn check(service: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = service.get("spec");
    let Some(kind) = spec.get("type").non_empty_or("ClusterIP") else {
        return;
    };
    let [ports, ip, ips] = spec.members(["ports", "clusterIP", "clusterIPs"]);
    let is_none = |ip: Field<'_>| ip.str() == Some("None");
    let headless = is_none(ip) || ips.items().next().is_some_and(is_none);
    if ports.is_empty() && !headless && kind != "ExternalName" {
        ctx.required(ports, "a Service needs a port, unless it is headless");
    }
    check_node_ports(spec, ports, kind, ctx);
    let (mut names, mut numbers) = (Seen::default(), Seen::default());
    for port in ports.items() {
        let parts @ [name, number, protocol, ..] =
            port.members(["name", "port", "protocol", "targetPort", "appProtocol"]);
        check_name(name, ports.len() > 1, &mut names, ctx);
        check_port(parts, ctx);
        let protocol = protocol.non_empty_or("TCP").unwrap_or_default();
        let number = number.int_or(0).unwrap_or_default();
        if let Some(first) = numbers.first((protocol, number), port.span()) {
            let message = format!("the port {protocol} {number} stands twice");
            ctx.error(port, Reason::FieldValueDuplicate, message)
                .related(*first, "the first");
        }
    }
}

fn check_name<'d>(name: Field<'d>, needed: bool, seen: &mut Seen<&'d str, ()>, ctx: &mut Context<'_>) {
    let Some(text) = name.str_or("") else { return };
    if text.is_empty() {
        if needed {
            ctx.required(name, "of several ports each needs a name");
        }
        return;
    }
    name::check_field(name, ctx, name::dns1123_label);
    if seen.insert(text, ()).is_some() {
        ctx.duplicate(name, text);
    }
}

fn check_port([_, number, protocol, target, app]: [Field<'_>; 5], ctx: &mut Context<'_>) {
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

/// Node ports: allowed, in range, and not taken twice.
fn check_node_ports(spec: Field<'_>, list: Field<'_>, kind: &str, ctx: &mut Context<'_>) {
    let opens = matches!(kind, "NodePort" | "LoadBalancer");
    let fills = kind == "NodePort" || opens && spec.get("allocateLoadBalancerNodePorts").bool() != Some(false);
    if !fills && list.items().all(|port| port.get("nodePort").is_absent()) {
        return;
    }
    let ports: Vec<Taken<'_>> = list.items().map(Taken::of).collect();
    if !fills && ports.iter().all(|port| port.node.is_none()) {
        return;
    }
    for (index, port) in ports.iter().enumerate() {
        let before = &ports[..index];
        if let Some(node) = port.node {
            let other = before.iter().find(|other| other.node == Some(node));
            if kind == "ClusterIP" {
                ctx.forbidden(port.field, "stands only with type: NodePort or LoadBalancer");
            } else if opens && !super::NODE_PORTS.contains(&node) {
                let (first, last) = (super::NODE_PORTS.start(), super::NODE_PORTS.end());
                ctx.invalid(port.field, format!("{node} is not from {first} to {last}"))
                    .help("choose one from the range, or leave it to the server");
            }
            if let Some(other) = other.filter(|other| opens && other.number != port.number) {
                ctx.invalid(port.field, format!("{node} is taken by another port"))
                    .related(other.field.span(), "the other");
                continue;
            }
        }
        // Ports of one number share a node port, so those that were to share their protocol too collide.
        let given = |port: &Taken<'_>| match port.node {
            None if fills => {
                let mut same = ports.iter().filter(|other| other.number == port.number);
                Some(same.find_map(|other| other.node).unwrap_or(UNASSIGNED - port.number))
            }
            node => node,
        };
        let mut others = before.iter().filter(|other| other.protocol == port.protocol);
        if let Some(node) = given(port)
            && let Some(other) = others.find(|other| given(other) == Some(node))
        {
            let message = if port.node.is_some() {
                format!("duplicate value {node}")
            } else {
                "would be the same as that of another port".to_owned()
            };
            ctx.error(port.field, Reason::FieldValueDuplicate, message)
                .related(other.field.span(), "the other");
        }
    }
}

/// Stands for the node port that the server would choose for a port.
const UNASSIGNED: i64 = i64::MIN / 2;

/// A node port and what it belongs to.
struct Taken<'d> {
    field: Field<'d>,
    node: Option<i64>,
    number: i64,
    protocol: &'d str,
}

impl<'d> Taken<'d> {
    fn of(port: Field<'d>) -> Self {
        let [field, number, protocol] = port.members(["nodePort", "port", "protocol"]);
        Self {
            field,
            node: field.int().filter(|node| *node != 0),
            number: number.int_or(0).unwrap_or_default(),
            protocol: protocol.non_empty_or("TCP").unwrap_or_default(),
        }
    }
}
