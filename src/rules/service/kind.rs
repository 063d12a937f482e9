use crate::check::{labels, name, net, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The type of a Service and what goes with it.
    ///
    /// ## What it does
    /// Checks `spec.type`, the selector, session affinity and its timeout, traffic policies and distribution, and
    /// the settings of load balancers, which stand only with type LoadBalancer.
    ///
    /// ## Why is this bad
    /// A setting that the type does not know would be ignored, so the server refuses it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec:
    ///   type: Cluster
    ///   ports: [{port: 80}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec:
    ///   type: LoadBalancer
    ///   loadBalancerClass: example.com/lb
    ///   loadBalancerSourceRanges: [10.0.0.0/8]
    ///   externalTrafficPolicy: Local
    ///   healthCheckNodePort: 30000
    ///   sessionAffinity: ClientIP
    ///   ports: [{port: 80}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types>
    id: "service/kind", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Service"], check),
}

const TYPES: [&str; 4] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const DISTRIBUTIONS: [&str; 3] = ["PreferClose", "PreferSameNode", "PreferSameZone"];
/// The server capitalises this one name in its paths.
const RANGES: &str = "spec.LoadBalancerSourceRanges";
const RANGES_ANNOTATION: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
const HINTS: &str = "service.kubernetes.io/topology-mode";
const OLD_HINTS: &str = "service.kubernetes.io/topology-aware-hints";
const MAX_AFFINITY_SECONDS: i64 = 86_400;

fn check(service: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = service.get("spec");
    let [kind, selector] = spec.members(["type", "selector"]);
    let Some(text) = kind.non_empty_or("ClusterIP") else {
        return;
    };
    if !TYPES.contains(&text) {
        ctx.not_supported(kind, text, &TYPES);
    }
    labels::check(selector, ctx);
    check_external_name(spec, text, ctx);
    check_affinity(spec, ctx);
    check_balancer(spec, text == "LoadBalancer", ctx);
    check_traffic(spec, text, ctx);
    let annotations = service.get("metadata").get("annotations");
    let (hints, mode) = (annotations.get(OLD_HINTS), annotations.get(HINTS));
    if hints.is_written()
        && mode.is_written()
        && let (Some(old), Some(new)) = (hints.str_or(""), mode.str_or(""))
        && old != new
    {
        ctx.invalid(mode, format!("{} differs from {OLD_HINTS}", quote(new)))
            .related(hints.span(), "the older annotation")
            .help("remove the older annotation");
    }
    if hints.is_set() {
        ctx.warn(hints, format!("the annotation {OLD_HINTS} is deprecated"))
            .at(hints.key_span())
            .help("use service.kubernetes.io/topology-mode, or spec.trafficDistribution");
    }
}

fn check_external_name(spec: Field<'_>, kind: &str, ctx: &mut Context<'_>) {
    let name = spec.get("externalName");
    let Some(text) = name.str_or("") else { return };
    if kind != "ExternalName" {
        if !text.is_empty() {
            ctx.warn(name, "is ignored unless the type is ExternalName");
        }
        return;
    }
    let domain = text.strip_suffix('.').unwrap_or(text);
    if domain.is_empty() {
        ctx.required(name, "a Service of type ExternalName needs the name");
    } else if let Some(fault) = name::dns1123_subdomain(domain) {
        ctx.invalid(name, format!("{} {fault}", quote(text)));
    }
}

fn check_affinity(spec: Field<'_>, ctx: &mut Context<'_>) {
    let [affinity, config] = spec.members(["sessionAffinity", "sessionAffinityConfig"]);
    match affinity.non_empty_or("None") {
        Some("ClientIP") => {
            let seconds = config.get("clientIP").get("timeoutSeconds");
            if let Some(value) = seconds
                .int()
                .filter(|value| !(1..=MAX_AFFINITY_SECONDS).contains(value))
            {
                ctx.invalid(seconds, format!("{value} is not from 1 to {MAX_AFFINITY_SECONDS}"));
            }
        }
        // Without affinity the server drops its settings unseen.
        Some("None") | None => {}
        Some(other) => {
            ctx.not_supported(affinity, other, &["ClientIP", "None"]);
        }
    }
}

fn check_balancer(spec: Field<'_>, balancer: bool, ctx: &mut Context<'_>) {
    let [class, ranges, allocate, ip] = spec.members([
        "loadBalancerClass",
        "loadBalancerSourceRanges",
        "allocateLoadBalancerNodePorts",
        "loadBalancerIP",
    ]);
    if !balancer {
        for field in [class, allocate].into_iter().filter(|field| field.is_set()) {
            ctx.forbidden(field, "stands only with type: LoadBalancer");
        }
        if !ranges.is_empty() {
            ctx.forbidden(ranges, "stands only with type: LoadBalancer")
                .path(RANGES);
        }
    } else if class.is_set() {
        name::check_field(class, ctx, name::qualified_name);
    }
    for (index, range) in ranges.items().enumerate() {
        let Some(text) = range.str_or("") else { continue };
        if let Some(fault) = net::cidr(text.trim()) {
            ctx.invalid(range, format!("{} {fault}", quote(text)))
                .path(format!("{RANGES}[{index}]"));
        } else if let Some(fault) = net::canonical_cidr(text).filter(|_| net::cidr(text).is_none()) {
            ctx.warn(range, format!("{} {fault}", quote(text)));
        }
    }
    if let Some(text) = ip.str().filter(|text| net::parse_ip(text).is_some())
        && let Some(fault) = net::canonical_ip(text)
    {
        ctx.warn(ip, format!("{} {fault}", quote(text)));
    }
    let annotation = ctx.object().get("metadata").get("annotations").get(RANGES_ANNOTATION);
    if ranges.is_empty()
        && let Some(text) = annotation.str()
    {
        check_annotation(annotation, text.trim(), balancer, ctx);
    }
}

/// The annotation of old that the source ranges came from.
fn check_annotation(annotation: Field<'_>, text: &str, balancer: bool, ctx: &mut Context<'_>) {
    if !balancer {
        ctx.forbidden(annotation, "stands only with type: LoadBalancer");
    }
    if text.is_empty() {
        return;
    }
    for range in text.split(',').map(str::trim) {
        if let Some(fault) = net::cidr(range) {
            ctx.invalid(annotation, format!("{} {fault}", quote(range)));
        }
    }
}

fn check_traffic(spec: Field<'_>, kind: &str, ctx: &mut Context<'_>) {
    let [external, internal, distribution, health] = spec.members([
        "externalTrafficPolicy",
        "internalTrafficPolicy",
        "trafficDistribution",
        "healthCheckNodePort",
    ]);
    let outside =
        matches!(kind, "LoadBalancer" | "NodePort") || kind == "ClusterIP" && !spec.get("externalIPs").is_empty();
    if let Some(text) = external.str().filter(|text| !text.is_empty()) {
        if !outside {
            ctx.invalid(external, "stands only on services that are reached from outside");
        } else if !matches!(text, "Cluster" | "Local") {
            ctx.not_supported(external, text, &["Cluster", "Local"]);
        }
    }
    let local = kind == "LoadBalancer" && external.str() == Some("Local");
    if let Some(port) = health.int().filter(|port| *port != 0) {
        if !local {
            ctx.invalid(
                health,
                "stands only with type: LoadBalancer and externalTrafficPolicy: Local",
            );
        } else if let Some(fault) = name::port_number(port) {
            ctx.invalid(health, fault);
        } else if !super::NODE_PORTS.contains(&port) {
            let (first, last) = (super::NODE_PORTS.start(), super::NODE_PORTS.end());
            ctx.invalid(health, format!("{port} is not from {first} to {last}"));
        } else if let Some(taken) =
            (spec.get("ports").items().map(|other| other.get("nodePort"))).find(|other| other.int() == Some(port))
        {
            ctx.invalid(health, format!("{port} is the node port of a port"))
                .related(taken.span(), "the port");
        }
    }
    if let Some(text) = internal.str().filter(|text| !matches!(*text, "Cluster" | "Local")) {
        ctx.not_supported(internal, text, &["Cluster", "Local"]);
    }
    match distribution.str() {
        Some("PreferClose") => {
            ctx.warn(distribution, "PreferClose is deprecated")
                .help("write PreferSameZone, which is the same");
        }
        Some(text) if !DISTRIBUTIONS.contains(&text) => {
            ctx.not_supported(distribution, text, &DISTRIBUTIONS);
        }
        _ => {}
    }
}
