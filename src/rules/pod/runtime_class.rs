use crate::check::requirements::{is_whole_pages, warn_fractions};
use crate::check::{name, quantity::Quantity, resource};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Pod;

declare_rule! {
    /// The container runtime of a pod and what it costs.
    ///
    /// ## What it does
    /// Checks that `runtimeClassName` is a DNS subdomain, and that `overhead` names resources of containers with amounts
    /// not below 0.
    ///
    /// ## Why is this bad
    /// No runtime class can have another name, and the overhead is added to what the containers ask for.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: PodTemplate
    /// metadata: {name: web}
    /// template:
    ///   spec:
    ///     runtimeClassName: gVisor
    ///     overhead: {cpu: -100m}
    ///     containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: PodTemplate
    /// metadata: {name: web}
    /// template:
    ///   spec:
    ///     runtimeClassName: gvisor
    ///     overhead: {cpu: 100m}
    ///     containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/containers/runtime-class/>
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/>
    id: "pod/runtime-class", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["runtimeClassName", "overhead"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    name::check_field(pod.spec.get("runtimeClassName"), ctx, name::dns1123_subdomain);
    let overhead = pod.spec.get("overhead");
    for entry in overhead.entries() {
        // The server judges the overhead as the limits of a container, and says so.
        let before = ctx.count();
        let path = format!("{}.limits[{}]", overhead.path(ctx.object()), entry.key);
        resource::check_name(&entry, resource::container_resource_name, ctx);
        if ctx.count() == before {
            resource::amount(entry.key, entry.value, ctx);
            let quantity = Quantity::or_zero(entry.value).unwrap_or(Quantity::ZERO);
            if !is_whole_pages(entry.key, quantity) {
                ctx.invalid(entry.value, "is not a multiple of the size of the pages");
            }
        }
        ctx.set_path_since(before, &path);
    }
    let has = |wanted: fn(&str) -> bool| overhead.entries().any(|entry| wanted(entry.key));
    if has(resource::is_huge_page) && !has(|key| matches!(key, "cpu" | "memory")) {
        ctx.forbidden(overhead, "huge pages come only with cpu or memory");
    }
    warn_fractions(overhead, ctx);
}
