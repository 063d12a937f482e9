use crate::check::{net, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The blocks of a ServiceCIDR.
    ///
    /// ## What it does
    /// Checks that there are one or two CIDR blocks in canonical spelling, and of two that one is IPv4 and one
    /// IPv6.
    ///
    /// ## Why is this bad
    /// Addresses of services are handed out from them.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: ServiceCIDR
    /// metadata: {name: extra}
    /// spec: {cidrs: []}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.k8s.io/v1
    /// kind: ServiceCIDR
    /// metadata: {name: extra}
    /// spec: {cidrs: [10.100.0.0/16, "fd00:1::/108"]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/>
    id: "servicecidr/cidrs", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ServiceCIDR.networking.k8s.io"], check),
}

fn check(service_cidr: &Object<'_>, ctx: &mut Context<'_>) {
    let cidrs = service_cidr.get("spec").get("cidrs");
    if cidrs.is_empty() {
        ctx.required(cidrs, "at least one CIDR block is needed");
        return;
    }
    if cidrs.len() > 2 {
        ctx.invalid(cidrs, format!("{} blocks, at most one for each IP family", cidrs.len()))
            .at(cidrs.key_span());
        return;
    }
    if cidrs.len() == 2 {
        let families: Vec<bool> = cidrs
            .items()
            .filter_map(|item| item.str().and_then(net::parse_cidr))
            .map(|(ip, _)| ip.is_ipv4())
            .collect();
        if families.len() == 2 && families[0] == families[1] {
            ctx.invalid(cidrs, "both blocks are of one IP family")
                .at(cidrs.key_span());
        }
    }
    for cidr in cidrs.items() {
        let Some(text) = cidr.str_or("") else { continue };
        if let Some(fault) = net::canonical_cidr(text) {
            ctx.invalid(cidr, format!("{} {fault}", quote(text)));
        }
    }
}
