use std::ops::RangeInclusive;

use crate::check::seen::Seen;
use crate::check::{enums, int, name};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Container, Field, Pod, Role};
use crate::yaml::{Node, NodeId};

declare_rule! {
    /// The ports of a pod's containers.
    ///
    /// ## What it does
    /// Checks that port numbers are from 1 to 65535 and the container's is given, that names are port names and stand
    /// once in a container, that the protocol is `TCP`, `UDP` or `SCTP`, that no two ports want the same port of the
    /// host, and that on the host's network both numbers are the same. Warns of ports that are defined twice.
    ///
    /// ## Why is this bad
    /// A pod with conflicting host ports could never run, and a name that two ports share leaves it open which is meant.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     ports:
    ///     - {name: http, containerPort: 80, hostPort: 8080}
    ///     - {name: http, containerPort: 70000, hostPort: 8080, protocol: tcp}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     ports:
    ///     - {name: http, containerPort: 80, hostPort: 8080}
    ///     - {name: dns, containerPort: 53, protocol: UDP}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports>
    id: "container/ports", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["containers", "initContainers", "ephemeralContainers"], check),
}

const NUMBERS: RangeInclusive<i64> = 1..=65535;
const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

/// One port with the server's defaults.
#[derive(Clone, Copy)]
struct Port<'d> {
    field: Field<'d>,
    role: Role,
    name: &'d str,
    number: i64,
    host: i64,
    protocol: &'d str,
    host_ip: &'d str,
}

impl<'d> Port<'d> {
    fn of(field: Field<'d>, container: Container<'d>, on_host: bool) -> Option<Self> {
        let [number, host, name, protocol, host_ip] =
            field.members(["containerPort", "hostPort", "name", "protocol", "hostIP"]);
        let (number, mut host) = (number.int_or(0)?, host.int_or(0)?);
        let filled_in = container.pod.is_pod() && container.role != Role::Ephemeral;
        if host == 0 && filled_in && on_host {
            host = number;
        }
        Some(Self {
            field,
            role: container.role,
            name: name.str_or("")?,
            number,
            host,
            protocol: protocol.non_empty_or("TCP")?,
            host_ip: host_ip.str_or("")?,
        })
    }
}

/// The ports of a pod so far, and where the first of each kind stands among them.
#[derive(Default)]
struct Ports<'d> {
    all: Vec<Port<'d>>,
    names: Seen<&'d str, usize>,
    numbers: Seen<(i64, &'d str), usize>,
    /// Ports of the host by protocol, address and number; of init containers also by the container, as they run one after
    /// the other. The others of them run together.
    host: Seen<(Option<NodeId>, &'d str, &'d str, i64), usize>,
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let on_host = pod.has("hostNetwork");
    let mut seen = Ports::default();
    for container in pod.all_containers() {
        let mut names = Seen::default();
        let start = seen.all.len();
        for field in container.get("ports").items() {
            let Some(port) = Port::of(field, container, on_host) else {
                continue;
            };
            check_port(&port, &mut names, ctx);
            check_host_port(&port, container, start, &mut seen, ctx);
            if on_host {
                check_host_network(&port, ctx);
            }
            if port.role != Role::Ephemeral {
                warn(&port, &seen, ctx);
            }
            seen.add(port);
        }
    }
}

impl<'d> Ports<'d> {
    fn add(&mut self, port: Port<'d>) {
        let place = self.all.len();
        if !port.name.is_empty() {
            self.names.first(port.name, place);
        }
        self.numbers.first((port.number, port.protocol), place);
        self.all.push(port);
    }
}

fn check_port<'d>(port: &Port<'d>, siblings: &mut Seen<&'d str, Field<'d>>, ctx: &mut Context<'_>) {
    if !port.name.is_empty() {
        let name = port.field.get("name");
        let other = siblings.first(port.name, name);
        if let Some(wrong) = name::port_name(port.name) {
            ctx.invalid(name, format!("{:?} {wrong}", port.name));
        } else if let Some(other) = other {
            ctx.duplicate(name, port.name).related(other.span(), "the same name");
        }
    }
    if port.number == 0 {
        ctx.required(port.field.get("containerPort"), "must be given, from 1 to 65535");
    } else if !NUMBERS.contains(&port.number) {
        int::port(port.field.get("containerPort"), ctx);
    }
    if port.host != 0 && !NUMBERS.contains(&port.host) {
        ctx.invalid(
            port.field.get("hostPort"),
            format!("{} is not from 1 to 65535", port.host),
        );
    }
    if !PROTOCOLS.contains(&port.protocol) {
        enums::check(port.field.get("protocol"), ctx, &PROTOCOLS);
    }
}

/// No two ports of the containers that run together may want the same port of the host. `start` is where the container's
/// ports start.
fn check_host_port<'d>(
    port: &Port<'d>,
    container: Container<'d>,
    start: usize,
    seen: &mut Ports<'d>,
    ctx: &mut Context<'_>,
) {
    if port.host == 0 || port.role == Role::Ephemeral {
        return;
    }
    let init = container.field.node().filter(|_| port.role == Role::Init).map(Node::id);
    let index = seen.all.len();
    let Some(other) = seen.host.first((init, port.protocol, port.host_ip, port.host), index) else {
        return;
    };
    let other = seen.all[*other].field.get("hostPort");
    let before = ctx.count();
    ctx.duplicate(port.field.get("hostPort"), &format!("{}/{}", port.host, port.protocol))
        .related(other.span(), "the same port of the host");
    // The server looks at each init container alone, and counts it as the first.
    if port.role == Role::Init {
        let list = container.pod.list(Role::Init).path(ctx.object());
        ctx.set_path_since(before, &format!("{list}[0].ports[{}].hostPort", index - start));
    }
}

fn check_host_network(port: &Port<'_>, ctx: &mut Context<'_>) {
    if port.role == Role::Main && port.host != 0 && port.host != port.number {
        let [number, host] = port.field.members(["containerPort", "hostPort"]);
        ctx.invalid(
            host,
            format!(
                "must be the containerPort, {}, as the pod is on the host's network",
                port.number
            ),
        )
        .related(number.span(), "the port of the container");
    }
}

fn warn(port: &Port<'_>, seen: &Ports<'_>, ctx: &mut Context<'_>) {
    let field = port.field;
    if !port.host_ip.is_empty() && port.host == 0 {
        ctx.warn(field, "hostIP does nothing without hostPort")
            .at(field.get("hostIP").span());
    }
    if let Some(other) = seen.names.get(port.name) {
        ctx.warn(
            field,
            format!(
                "the port name {:?} is taken; services and probes use the first",
                port.name
            ),
        )
        .at(field.get("name").span())
        .related(seen.all[*other].field.get("name").span(), "the first port of this name");
    }
    let Some(first) = seen.numbers.get((port.number, port.protocol)) else {
        return;
    };
    let said = seen.all[*first..]
        .iter()
        .filter(|other| (other.number, other.protocol) == (port.number, port.protocol))
        .find_map(|other| twice(other, port).map(|message| (other, message)));
    if let Some((other, message)) = said
        && port.number != 0
    {
        ctx.warn(field, message)
            .related(other.field.span(), "the other definition");
    }
}

fn twice(one: &Port<'_>, other: &Port<'_>) -> Option<&'static str> {
    if (one.host_ip, one.host) == (other.host_ip, other.host) {
        Some("the port is defined twice")
    } else if one.host == 0 || other.host == 0 {
        Some("the port is defined twice, once without hostPort")
    } else if one.host == other.host && (one.host_ip.is_empty() || other.host_ip.is_empty()) {
        Some("the port is defined twice, once for all addresses of the host")
    } else {
        None
    }
}
