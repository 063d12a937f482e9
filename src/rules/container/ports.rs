use crate::check::{enums, int, name};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Container, Field, Pod, Role};

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
    /// None where a part has the wrong type.
    fn of(field: Field<'d>, container: Container<'d>) -> Option<Self> {
        let number = field.get("containerPort").int_or(0)?;
        let mut host = field.get("hostPort").int_or(0)?;
        let filled_in = container.pod.is_pod() && container.role != Role::Ephemeral;
        if host == 0 && filled_in && container.pod.has("hostNetwork") {
            host = number;
        }
        Some(Self {
            field,
            role: container.role,
            name: field.get("name").str_or("")?,
            number,
            host,
            protocol: field.get("protocol").non_empty_or("TCP")?,
            host_ip: field.get("hostIP").str_or("")?,
        })
    }

    fn wants_same_host_port(&self, other: &Self) -> bool {
        self.host != 0 && (self.protocol, self.host_ip, self.host) == (other.protocol, other.host_ip, other.host)
    }
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<Port<'_>> = Vec::new();
    for container in pod.all_containers() {
        let start = seen.len();
        for field in container.get("ports").items() {
            let Some(port) = Port::of(field, container) else {
                continue;
            };
            check_port(&port, &seen[start..], ctx);
            // Init containers run one after the other, so each conflicts with itself only; the main ones run together.
            let rivals = match container.role {
                Role::Init => &seen[start..],
                Role::Main => &seen,
                Role::Ephemeral => &[],
            };
            let rival = rivals
                .iter()
                .find(|other| other.role == port.role && port.wants_same_host_port(other));
            if let Some(other) = rival {
                let index = seen.len() - start;
                let before = ctx.count();
                ctx.duplicate(field.get("hostPort"), &format!("{}/{}", port.host, port.protocol))
                    .related(other.field.get("hostPort").span(), "the same port of the host");
                // The server looks at each init container alone, and counts it as the first.
                if container.role == Role::Init {
                    let list = pod.spec.get(Role::Init.list()).path(ctx.object());
                    ctx.set_path_since(before, &format!("{list}[0].ports[{index}].hostPort"));
                }
            }
            check_host_network(&port, pod, ctx);
            if container.role != Role::Ephemeral {
                warn(&port, &seen, ctx);
            }
            seen.push(port);
        }
    }
}

/// Checks what a port says for itself; `siblings` are the ports before it in its container.
fn check_port(port: &Port<'_>, siblings: &[Port<'_>], ctx: &mut Context<'_>) {
    let [name, number, host] = ["name", "containerPort", "hostPort"].map(|part| port.field.get(part));
    if let Some(wrong) = name::port_name(port.name).filter(|_| !port.name.is_empty()) {
        ctx.invalid(name, format!("{:?} {wrong}", port.name));
    } else if let Some(other) = siblings
        .iter()
        .find(|other| other.name == port.name && !port.name.is_empty())
    {
        ctx.duplicate(name, port.name)
            .related(other.field.get("name").span(), "the same name");
    }
    if port.number == 0 {
        ctx.required(number, "must be given, from 1 to 65535");
    } else {
        int::port(number, ctx);
    }
    if port.host != 0 && !(1..=65535).contains(&port.host) {
        ctx.invalid(host, format!("{} is not from 1 to 65535", port.host));
    }
    enums::check_non_empty(port.field.get("protocol"), ctx, &PROTOCOLS);
}

/// On the host's network the port of the container is one of the host.
fn check_host_network(port: &Port<'_>, pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let [number, host] = ["containerPort", "hostPort"].map(|part| port.field.get(part));
    let on_host = port.role == Role::Main && pod.has("hostNetwork");
    if on_host && port.host != 0 && port.host != port.number {
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

fn warn(port: &Port<'_>, seen: &[Port<'_>], ctx: &mut Context<'_>) {
    let field = port.field;
    if !port.host_ip.is_empty() && port.host == 0 {
        ctx.warn(field, "hostIP does nothing without hostPort")
            .at(field.get("hostIP").span());
    }
    let same_name = seen
        .iter()
        .find(|other| other.name == port.name && !port.name.is_empty());
    if let Some(other) = same_name {
        ctx.warn(
            field,
            format!(
                "the port name {:?} is taken; services and probes use the first",
                port.name
            ),
        )
        .at(field.get("name").span())
        .related(other.field.get("name").span(), "the first port of this name");
    }
    let said = seen
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

/// How two definitions of the same port of the pod get into each other's way.
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
