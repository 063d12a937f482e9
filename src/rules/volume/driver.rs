use crate::check::volume::{driver_name, network};
use crate::check::{name, quote};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// Volumes that a driver provides.
    ///
    /// ## What it does
    /// Checks `csi` and `flexVolume`: the name of the driver, the secret it gets, and that options do not stand in a
    /// domain that Kubernetes keeps for itself.
    ///
    /// ## Why is this bad
    /// The kubelet finds a driver by its name. Options in reserved domains are those it sets itself.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: one, csi: {driver: csi_driver, nodePublishSecretRef: {}}}
    ///   - {name: two, flexVolume: {driver: example.com/lvm, options: {kubernetes.io/size: "1"}}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: one, csi: {driver: csi.example.com, nodePublishSecretRef: {name: web}}}
    ///   - {name: two, flexVolume: {driver: example.com/lvm, options: {size: "1"}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#csi-ephemeral-volumes>
    id: "volume/driver", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    super::each(pod, ctx, volume);
}

pub(super) fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    match volume.source {
        Some(("flexVolume", source)) => network::flex(source, ctx),
        Some(("csi", source)) => {
            driver_name(source.get("driver"), ctx);
            let secret = source.get("nodePublishSecretRef");
            let name = secret.get("name");
            let Some(text) = name.str_or("").filter(|_| secret.is_set()) else {
                return;
            };
            if text.is_empty() {
                ctx.required(name, "a reference to a secret must name it");
            } else if let Some(wrong) = name::dns1123_subdomain(text) {
                let path = source.get("name").path(ctx.object());
                ctx.invalid(name, format!("{} {wrong}", quote(text))).path(path);
            }
        }
        _ => {}
    }
}
