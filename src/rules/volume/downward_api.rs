use crate::check::downward;
use crate::check::volume::{file, given};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod, Volume};

declare_rule! {
    /// Files that tell a pod about itself.
    ///
    /// ## What it does
    /// Checks the items of a `downwardAPI` volume: a relative path that does not climb, a file mode of nine bits, and
    /// either a field of the pod that files can hold or a resource of one of its containers, with a divisor that fits it.
    ///
    /// ## Why is this bad
    /// The kubelet could not write the file, and the pod would not start.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - name: info
    ///     downwardAPI:
    ///       items:
    ///       - {path: node, fieldRef: {fieldPath: spec.nodeName}}
    ///       - {path: cpu, resourceFieldRef: {resource: limits.cpu}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - name: info
    ///     downwardAPI:
    ///       items:
    ///       - {path: labels, fieldRef: {fieldPath: metadata.labels}}
    ///       - {path: cpu, resourceFieldRef: {containerName: web, resource: limits.cpu}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/downward-api/>
    id: "volume/downward-api", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    super::each(pod, ctx, volume);
}

pub(super) fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    if let Some(("downwardAPI", source)) = volume.source {
        file::mode(source.get("defaultMode"), ctx);
        // Owners of files are dropped where they are switched off, as by default they are, but of one volume only: those
        // of a ConfigMap beside this.
        let with_users = volume.field.get("configMap").is_set();
        if with_users {
            file::user(source.get("defaultUser"), ctx);
        }
        items(source, with_users, ctx);
    }
}

/// The items of a volume or of a source of a projected one. The server leaves `items` and the index out of their paths.
pub(super) fn items(source: Field<'_>, with_users: bool, ctx: &mut Context<'_>) {
    for item in source.get("items").items() {
        let count = ctx.count();
        check_item(item, source, ctx);
        if with_users {
            file::user(item.get("user"), ctx);
        }
        if ctx.count() > count {
            let (from, to) = (item.path(ctx.object()), source.path(ctx.object()));
            ctx.replace_path_since(count, &from, &to);
        }
    }
}

fn check_item(item: Field<'_>, source: Field<'_>, ctx: &mut Context<'_>) {
    let [field, resource] = item.members(["fieldRef", "resourceFieldRef"]);
    file::path(item.get("path"), ctx);
    if field.is_set() {
        downward::field_ref(field, &downward::FILES, ctx);
        if resource.is_set() {
            ctx.invalid(source, "may not have both fieldRef and resourceFieldRef")
                .at(resource.key_span())
                .related(field.key_span(), "the other one");
        }
    } else if resource.is_set() {
        given(resource.get("containerName"), ctx);
        downward::resource_ref(resource, ctx);
    } else if field.is_absent() && resource.is_absent() {
        ctx.required(item, "must have fieldRef or resourceFieldRef");
    }
    file::mode(item.get("mode"), ctx);
}
