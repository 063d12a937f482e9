use crate::check::{name, net, quote};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// Host names that a pod resolves by itself.
    ///
    /// ## What it does
    /// Checks that each item of `hostAliases` has an IP address and host names that are DNS subdomains. Warns of an
    /// address that stands twice.
    ///
    /// ## Why is this bad
    /// The items become lines of the pod's `/etc/hosts`.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   hostAliases: [{ip: 10.1.2, hostnames: [DB_1]}]
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   hostAliases: [{ip: 10.1.2.3, hostnames: [db-1]}]
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/>
    id: "pod/host-aliases", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["hostAliases"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<Field<'_>> = Vec::new();
    for alias in pod.spec.get("hostAliases").items() {
        let ip = alias.get("ip");
        net::check_ip(ip, ctx);
        for host in alias.get("hostnames").items() {
            if let Some(text) = host.str_or("")
                && let Some(wrong) = name::dns1123_subdomain(text)
            {
                ctx.invalid(host, format!("{} {wrong}", quote(text)));
            }
        }
        if let Some(other) = seen.iter().find(|other| ip.str().is_some() && other.str() == ip.str()) {
            ctx.warn(ip, "the address stands twice")
                .related(other.span(), "the first time");
        }
        seen.push(ip);
    }
}
