use crate::check::{name, quote};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Pod;

declare_rule! {
    /// The host name of a pod.
    ///
    /// ## What it does
    /// Checks that `hostname` and `subdomain` are DNS labels, and that `hostnameOverride` is a DNS subdomain of at most 64
    /// bytes that stands beside neither `setHostnameAsFQDN` nor `hostNetwork`. Warns of a pod's name that is no DNS label.
    ///
    /// ## Why is this bad
    /// Linux limits host names to 64 bytes, and a pod's name is its host name unless it says otherwise.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   hostname: web.example.com
    ///   hostnameOverride: web
    ///   setHostnameAsFQDN: true
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   hostname: web
    ///   subdomain: example
    ///   setHostnameAsFQDN: true
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields>
    id: "pod/hostname", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&[], check),
}

const MAX_HOSTNAME: usize = 64;

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    // A StatefulSet sets both itself, whatever the template says.
    let [host, sub, over] = pod.spec.members(["hostname", "subdomain", "hostnameOverride"]);
    if ctx.object().kind() != "StatefulSet" {
        name::check_non_empty(host, ctx, name::dns1123_label);
        name::check_non_empty(sub, ctx, name::dns1123_label);
    }
    if let Some(text) = over.str() {
        if text.len() > MAX_HOSTNAME {
            ctx.too_long(over, MAX_HOSTNAME);
        }
        if let Some(wrong) = name::dns1123_subdomain(text) {
            ctx.invalid(over, format!("{} {wrong}", quote(text)));
        }
        for other in ["setHostnameAsFQDN", "hostNetwork"] {
            if pod.has(other) {
                ctx.forbidden(over, format!("may not stand beside {other}"))
                    .at(over.key_span())
                    .related(pod.spec.get(other).key_span(), "the other field");
                break;
            }
        }
    }
    if !pod.is_pod() {
        return;
    }
    let name = pod.meta.get("name");
    if let Some(text) = name.str().filter(|text| !text.is_empty())
        && name::dns1123_subdomain(text).is_none()
        && let Some(wrong) = name::dns1123_label(text)
    {
        ctx.warn(
            name,
            format!("the name becomes the host name, but {} {wrong}", quote(text)),
        );
    }
}
