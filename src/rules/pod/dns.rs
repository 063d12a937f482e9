use crate::check::{enums, name, net, quote};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// How a pod resolves names.
    ///
    /// ## What it does
    /// Checks that `dnsPolicy` is supported, that the policy `None` comes with a name server, and that `dnsConfig` has at
    /// most 3 name servers that are IP addresses, at most 32 search domains of at most 2048 bytes together, and options
    /// with a name.
    ///
    /// ## Why is this bad
    /// The kubelet writes these to the pod's `resolv.conf`, whose readers have such limits; without a server no name
    /// could be resolved.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   dnsPolicy: None
    ///   dnsConfig: {nameservers: [dns.example.com], searches: [Example.com], options: [{value: "2"}]}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   dnsPolicy: None
    ///   dnsConfig: {nameservers: [10.96.0.10], searches: [example.com], options: [{name: ndots, value: "2"}]}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-config>
    id: "pod/dns", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["dnsPolicy", "dnsConfig"], check),
}

const POLICIES: [&str; 4] = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
const MAX_SERVERS: usize = 3;
const MAX_SEARCHES: usize = 32;
const MAX_SEARCH_BYTES: usize = 2048;

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let policy = pod.spec.get("dnsPolicy");
    let config = pod.spec.get("dnsConfig");
    enums::check_non_empty(policy, ctx, &POLICIES);
    let servers = config.get("nameservers");
    if policy.str() == Some("None") && servers.is_empty() {
        // The server looks no further then.
        let missing = if config.is_absent() { config } else { servers };
        ctx.required(missing, "a name server must be given where dnsPolicy is None")
            .related(policy.span(), "the policy");
        return;
    }
    if servers.len() > MAX_SERVERS {
        ctx.invalid(
            servers,
            format!("{} name servers, at most {MAX_SERVERS} are allowed", servers.len()),
        );
    }
    for server in servers.items() {
        net::check_ip(server, ctx);
    }
    check_searches(config.get("searches"), ctx);
    for option in config.get("options").items() {
        if option.get("name").str_or("") == Some("") {
            ctx.required(option, "must have a name");
        }
    }
}

fn check_searches(searches: Field<'_>, ctx: &mut Context<'_>) {
    let texts = || searches.items().filter_map(|search| search.str_or(""));
    if searches.len() > MAX_SEARCHES {
        ctx.invalid(
            searches,
            format!("{} domains, at most {MAX_SEARCHES} are allowed", searches.len()),
        );
    }
    let bytes = texts().map(|text| text.len() + 1).sum::<usize>().saturating_sub(1);
    if bytes > MAX_SEARCH_BYTES {
        ctx.invalid(
            searches,
            format!("{bytes} bytes with the blanks between, at most {MAX_SEARCH_BYTES} are allowed"),
        );
    }
    for search in searches.items() {
        let Some(text) = search.str_or("").filter(|text| *text != ".") else {
            continue;
        };
        if let Some(wrong) = name::dns1123_subdomain_with_underscore(text.strip_suffix('.').unwrap_or(text)) {
            ctx.invalid(search, format!("{} {wrong}", quote(text)));
        }
    }
}
