use crate::check::{enums, net, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The addresses of a Service.
    ///
    /// ## What it does
    /// Checks `clusterIP` and `clusterIPs`, `externalIPs`, `ipFamilies` and `ipFamilyPolicy`: addresses that are
    /// addresses, the first cluster IP in both places, None only where the type allows it, families that exist and
    /// stand once, and a policy that allows as many. Whether an address is free or in the range of a cluster, and which
    /// families a cluster has, is left to the cluster.
    ///
    /// ## Why is this bad
    /// The server could not give the service these addresses.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec:
    ///   clusterIP: 10.0.0.1
    ///   clusterIPs: [10.0.0.2]
    ///   externalIPs: [x, 127.0.0.1]
    ///   ipFamilies: [IPv4, IPv4, IPv5]
    ///   ipFamilyPolicy: Single
    ///   ports: [{port: 80}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec: {clusterIP: None, clusterIPs: [None], ipFamilies: [IPv4], ipFamilyPolicy: SingleStack, ports: [{port: 80}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/service/#ips-and-vips>
    id: "service/addresses", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Service"], check),
}

const FAMILIES: [&str; 2] = ["IPv4", "IPv6"];
const POLICIES: [&str; 3] = ["PreferDualStack", "RequireDualStack", "SingleStack"];

fn check(service: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = service.get("spec");
    let Some(kind) = spec.get("type").non_empty_or("ClusterIP") else {
        return;
    };
    check_external_ips(spec, ctx);
    if kind == "ExternalName" {
        let both = [spec.get("clusterIPs"), spec.get("clusterIP")]
            .into_iter()
            .find(|field| !field.is_empty());
        if let Some(ips) = both {
            ctx.forbidden(ips, "an external name has no cluster IP")
                .path("spec.clusterIPs");
        }
        let [families, policy] = spec.members(["ipFamilies", "ipFamilyPolicy"]);
        for (field, given) in [(families, !families.is_empty()), (policy, policy.is_set())] {
            if given {
                ctx.forbidden(field, "an external name has no IP families");
            }
        }
        return;
    }
    check_cluster_ips(spec, kind, ctx);
}

fn check_external_ips(spec: Field<'_>, ctx: &mut Context<'_>) {
    let [ips, own] = spec.members(["externalIPs", "clusterIP"]);
    if own.str() == Some("None") {
        let affinity = spec.get("sessionAffinity");
        for field in [ips, spec.get("loadBalancerIP"), affinity] {
            if !field.is_empty() && field.str() != Some("None") {
                ctx.warn(field, format!("{} is ignored for headless services", field.name()))
                    .at(field.key_span());
            }
        }
    } else if !ips.is_empty() {
        ctx.warn(ips, "externalIPs is deprecated, and clusters may not act on it")
            .at(ips.key_span());
    }
    for ip in ips.items() {
        net::check_ip(ip, ctx);
        if let Some(fault) = ip
            .str()
            .filter(|text| net::ip(text).is_none())
            .and_then(net::endpoint_ip)
        {
            ctx.invalid(ip, format!("{} {fault}", quote(ip.str().unwrap_or_default())));
        }
    }
}

/// The families, and the policy by itself. Gives false where there is a fault.
fn check_families(spec: Field<'_>, ctx: &mut Context<'_>) -> bool {
    let [families, policy] = spec.members(["ipFamilies", "ipFamilyPolicy"]);
    let before = ctx.count();
    let mut seen: Vec<&str> = Vec::new();
    for family in families.items() {
        let Some(text) = family.str_or("") else { continue };
        if !FAMILIES.contains(&text) {
            ctx.not_supported(family, text, &FAMILIES);
        }
        if seen.contains(&text) {
            ctx.duplicate(family, text);
        }
        seen.push(text);
    }
    enums::check(policy, ctx, &POLICIES);
    ctx.count() == before
}

/// One address as the server judges it, and where.
struct Ip<'d> {
    field: Field<'d>,
    text: &'d str,
    index: usize,
}

impl Ip<'_> {
    fn path(&self) -> String {
        format!("spec.clusterIPs[{}]", self.index)
    }
}

/// The list of addresses. An absent list is filled with the single address, and judged as the list.
fn listed<'d>(single: Field<'d>, list: Field<'d>) -> Option<Vec<Ip<'d>>> {
    let ip = |(index, field): (usize, Field<'d>)| {
        let text = field.str_or("")?;
        Some(Ip { field, text, index })
    };
    if list.is_empty() {
        let only = ip((0, single))?;
        return Some(Some(only).filter(|ip| !ip.text.is_empty()).into_iter().collect());
    }
    list.items().enumerate().map(ip).collect()
}

fn check_cluster_ips(spec: Field<'_>, kind: &str, ctx: &mut Context<'_>) {
    let [single, list] = spec.members(["clusterIP", "clusterIPs"]);
    let before = ctx.count();
    let sound_families = check_families(spec, ctx);
    let (Some(text), Some(ips)) = (single.str_or(""), listed(single, list)) else {
        return;
    };
    if text.is_empty() && !list.is_empty() {
        ctx.invalid(list, "must be empty where clusterIP is not set")
            .at(list.key_span())
            .help("set clusterIP to the first");
    } else if let Some(first) = ips.first().filter(|first| first.text != text) {
        ctx.invalid(list, format!("the first is not {}, the clusterIP", quote(text)))
            .at(first.field.span())
            .related(single.span(), "the clusterIP");
    }
    let headless = ips.first().is_some_and(|first| first.text == "None");
    if headless && ips.len() > 1 {
        ctx.invalid(list, "may have no other value beside None")
            .at(list.key_span());
    }
    let mut parsed = true;
    for (index, ip) in ips.iter().enumerate() {
        if index == 0 && headless {
            if matches!(kind, "NodePort" | "LoadBalancer") {
                ctx.invalid(ip.field, format!("may not be None for the type {kind}"))
                    .path(ip.path());
            }
        } else if let Some(fault) = net::ip(ip.text) {
            parsed = false;
            ctx.invalid(ip.field, format!("{} {fault}", quote(ip.text)))
                .path(ip.path());
        }
    }
    if ips.len() > 2 {
        ctx.invalid(list, "at most one address for each IP family")
            .at(list.key_span());
    } else if parsed && !headless {
        check_pair(spec, &ips, sound_families, ctx);
    }
    if ctx.count() == before {
        check_policy(spec, &ips, headless, ctx);
        check_reachable(&ips, headless, ctx);
    }
}

/// Up to two good addresses: of different families, and of those that are asked for.
fn check_pair(spec: Field<'_>, ips: &[Ip<'_>], sound_families: bool, ctx: &mut Context<'_>) {
    let is_v4 = |ip: &Ip<'_>| net::parse_ip(ip.text).is_some_and(|address| address.is_ipv4());
    if let [first, second] = ips
        && is_v4(first) == is_v4(second)
    {
        ctx.invalid(spec.get("clusterIPs"), "at most one address for each IP family")
            .at(second.field.span());
    }
    if !sound_families {
        return;
    }
    for (ip, family) in ips.iter().zip(spec.get("ipFamilies").items()) {
        if let Some(text) = family.str()
            && (text == "IPv4") != is_v4(ip)
        {
            ctx.invalid(ip.field, format!("{} is not an {text} address", quote(ip.text)))
                .path(ip.path())
                .related(family.span(), "its family");
        }
    }
}

/// Two addresses or families need a policy that allows two.
fn check_policy(spec: Field<'_>, ips: &[Ip<'_>], headless: bool, ctx: &mut Context<'_>) {
    let [families, policy] = spec.members(["ipFamilies", "ipFamilyPolicy"]);
    // Headless services that select nothing have both families where no policy is given.
    let default = if headless && spec.get("selector").is_empty() {
        "RequireDualStack"
    } else {
        "SingleStack"
    };
    let readable = families.items().all(|family| family.str_or("").is_some());
    if policy.str_or(default) != Some("SingleStack") || !readable {
        return;
    }
    let [addresses, families] = [ips.len(), families.len()].map(|count| count > 1);
    if addresses || families {
        let what = if addresses { "cluster IPs" } else { "IP families" };
        ctx.invalid(
            policy,
            format!("several {what} need PreferDualStack or RequireDualStack"),
        );
    }
}

/// No network of services has addresses of these kinds.
fn check_reachable(ips: &[Ip<'_>], headless: bool, ctx: &mut Context<'_>) {
    for ip in ips.iter().filter(|_| !headless) {
        if let Some(fault) = net::endpoint_ip(ip.text) {
            let v4 = net::parse_ip(ip.text).is_some_and(|address| address.is_ipv4());
            ctx.invalid(ip.field, format!("{} {fault}", quote(ip.text)))
                .path(if v4 { "spec.clusterIPs".to_owned() } else { ip.path() });
        }
    }
}
