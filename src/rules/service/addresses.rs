use crate::check::{net, quote};
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
    /// stand once. Whether an address is free, and which families a cluster has, is left to the cluster.
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
        for field in ["ipFamilies", "ipFamilyPolicy"]
            .map(|name| spec.get(name))
            .into_iter()
            .filter(|f| f.is_set() && !f.is_empty())
        {
            ctx.forbidden(field, "an external name has no IP families");
        }
        return;
    }
    check_families(spec, ctx);
    check_cluster_ips(spec, kind, ctx);
}

fn check_external_ips(spec: Field<'_>, ctx: &mut Context<'_>) {
    let ips = spec.get("externalIPs");
    if !ips.is_empty() {
        ctx.warn(ips, "externalIPs is deprecated, and clusters may not act on it")
            .at(ips.key_span());
        if spec.get("clusterIP").str() == Some("None") {
            ctx.warn(ips, "is ignored for headless services").at(ips.key_span());
        }
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

fn check_families(spec: Field<'_>, ctx: &mut Context<'_>) {
    let (families, policy) = (spec.get("ipFamilies"), spec.get("ipFamilyPolicy"));
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
    match policy.str() {
        Some(text) if !POLICIES.contains(&text) => {
            ctx.not_supported(policy, text, &POLICIES);
        }
        Some("SingleStack") if families.len() > 1 && ctx.count() == before => {
            ctx.invalid(policy, "several IP families need PreferDualStack or RequireDualStack");
        }
        _ => {}
    }
}

fn check_cluster_ips(spec: Field<'_>, kind: &str, ctx: &mut Context<'_>) {
    let (single, list) = (spec.get("clusterIP"), spec.get("clusterIPs"));
    let Some(text) = single.str_or("") else { return };
    let items: Vec<Field<'_>> = list.items().collect();
    if text.is_empty() && !items.is_empty() {
        ctx.invalid(list, "must be empty where clusterIP is not set")
            .at(list.key_span())
            .help("set clusterIP to the first");
    } else if let Some(first) = items
        .first()
        .filter(|first| first.str_or("").is_some_and(|first| first != text))
    {
        ctx.invalid(list, format!("the first is not {}, the clusterIP", quote(text)))
            .at(first.span())
            .related(single.span(), "the clusterIP");
    }
    // An absent list is filled with the single address, and judged as the list.
    let judged: Vec<(Field<'_>, String)> = if items.is_empty() {
        if text.is_empty() {
            Vec::new()
        } else {
            vec![(single, "spec.clusterIPs[0]".to_owned())]
        }
    } else {
        items
            .iter()
            .enumerate()
            .map(|(index, item)| (*item, format!("spec.clusterIPs[{index}]")))
            .collect()
    };
    for (index, (ip, path)) in judged.into_iter().enumerate() {
        let Some(text) = ip.str_or("") else { continue };
        if text == "None" && index == 0 {
            if matches!(kind, "NodePort" | "LoadBalancer") {
                ctx.invalid(ip, format!("may not be None for the type {kind}"))
                    .path(path);
            }
        } else if let Some(fault) = net::ip(text) {
            ctx.invalid(ip, format!("{} {fault}", quote(text))).path(path);
        }
    }
    if items.len() > 2 {
        ctx.invalid(list, "at most one address for each IP family")
            .at(list.key_span());
    }
}
