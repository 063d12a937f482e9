use crate::check::name;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The resource whose objects a StorageVersionMigration writes anew.
    ///
    /// ## What it does
    /// Checks that `spec.resource.resource` is there and a DNS-1035 label, and that the group, if any, is a DNS subdomain.
    ///
    /// ## Why is this bad
    /// A migration of nothing, or of a resource that cannot exist, never ends.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: storagemigration.k8s.io/v1
    /// kind: StorageVersionMigration
    /// metadata: {name: widgets}
    /// spec: {resource: {group: Example, resource: widgets.example.com}}
    /// ```
    /// ```yaml,good
    /// apiVersion: storagemigration.k8s.io/v1
    /// kind: StorageVersionMigration
    /// metadata: {name: widgets}
    /// spec: {resource: {group: example.com, resource: widgets}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/manage-kubernetes-objects/storage-version-migration/>
    id: "storageversionmigration/resource", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["StorageVersionMigration.storagemigration.k8s.io"], check),
}

fn check(migration: &Object<'_>, ctx: &mut Context<'_>) {
    let resource = migration.get("spec").get("resource");
    name::check_required(resource.get("resource"), ctx, name::dns1035_label);
    name::check_non_empty(resource.get("group"), ctx, name::dns1123_subdomain);
}
