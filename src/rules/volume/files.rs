use crate::check::volume::{file, given};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// Volumes that show a ConfigMap or Secret.
    ///
    /// ## What it does
    /// Checks that `configMap` and `secret` name one, that each item has a key and a relative path that does not climb,
    /// and that file modes have nine bits.
    ///
    /// ## Why is this bad
    /// The kubelet writes the files below the volume, and nowhere else.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: config, configMap: {name: web, items: [{key: web.conf, path: ../web.conf}]}}
    ///   - {name: secret, secret: {secretName: web, defaultMode: 644}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - {name: config, configMap: {name: web, items: [{key: web.conf, path: conf.d/web.conf}]}}
    ///   - {name: secret, secret: {secretName: web, defaultMode: 0644}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/#configmap>
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/#secret>
    id: "volume/files", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    super::each(pod, ctx, volume);
}

pub(super) fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    let (source, name) = match volume.source {
        Some(("configMap", source)) => (source, source.get("name")),
        Some(("secret", source)) => (source, source.get("secretName")),
        _ => return,
    };
    given(name, ctx);
    file::mode(source.get("defaultMode"), ctx);
    file::items(source.get("items"), false, ctx);
}
