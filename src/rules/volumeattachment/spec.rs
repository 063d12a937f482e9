use crate::check::volume::driver_name;
use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// What a VolumeAttachment attaches, and where.
    ///
    /// ## What it does
    /// Checks the attacher, the node name, and that the source is exactly one of a volume's name and an inline
    /// spec.
    ///
    /// ## Why is this bad
    /// The attacher could not act on it otherwise.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: storage.k8s.io/v1
    /// kind: VolumeAttachment
    /// metadata: {name: va-1}
    /// spec: {nodeName: "n 1", source: {}}
    /// ```
    /// ```yaml,good
    /// apiVersion: storage.k8s.io/v1
    /// kind: VolumeAttachment
    /// metadata: {name: va-1}
    /// spec: {attacher: csi.example.com, nodeName: node-1, source: {persistentVolumeName: pv-1}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume-attachment-v1/>
    id: "volumeattachment/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["VolumeAttachment.storage.k8s.io"], check),
}

fn check(attachment: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = attachment.get("spec");
    let count = ctx.count();
    driver_name(spec.get("attacher"), ctx);
    // The server finds the length last.
    ctx.found_since(count).reverse();
    let source = spec.get("source");
    let (name, inline) = (source.get("persistentVolumeName"), source.get("inlineVolumeSpec"));
    match (name.is_set(), inline.is_set()) {
        (false, false) if !source.is_wrong() => {
            ctx.required(source, "a volume must be named, or described inline");
        }
        (true, true) => {
            ctx.forbidden(source, "a named volume and an inline one exclude each other")
                .at(inline.key_span());
        }
        _ => {}
    }
    if name.str() == Some("") && inline.is_absent() {
        ctx.required(name, "the name of the volume may not be empty");
    }
    name::check_field(name, ctx, name::dns1123_subdomain);
    let node = spec.get("nodeName");
    let Some(text) = node.str_or("") else { return };
    if let Some(fault) = name::dns1123_subdomain(text) {
        ctx.invalid(node, format!("{} {fault}", quote(text)));
    }
}
