use crate::check::name;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The parent of an IPAddress.
    ///
    /// ## What it does
    /// Checks that `spec.parentRef` names a resource by group, resource, name and namespace.
    ///
    /// ## Why is this bad
    /// The reference tells who holds the address.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: IPAddress
    /// metadata: {name: 192.168.1.5}
    /// spec: {}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.k8s.io/v1
    /// kind: IPAddress
    /// metadata: {name: 192.168.1.5}
    /// spec: {parentRef: {resource: services, namespace: default, name: web}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/ip-address-v1/>
    id: "ipaddress/parent-ref", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["IPAddress.networking.k8s.io"], check),
}

fn check(address: &Object<'_>, ctx: &mut Context<'_>) {
    let parent = address.get("spec").get("parentRef");
    if parent.is_absent() {
        ctx.required(parent, "an address needs its parent");
        return;
    }
    name::check_non_empty(parent.get("group"), ctx, name::dns1123_subdomain);
    name::check_required(parent.get("resource"), ctx, name::path_segment);
    name::check_required(parent.get("name"), ctx, name::path_segment);
    name::check_non_empty(parent.get("namespace"), ctx, name::path_segment);
}
