use crate::check::volume::{disk, driver_name, file, given, network, secret_ref};
use crate::check::{name, path};
use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The source of a PersistentVolume.
    ///
    /// ## What it does
    /// Checks that the volume has exactly one type and the fields of that type: names, paths, addresses and
    /// references to secrets. Warns about types that no longer work.
    ///
    /// ## Why is this bad
    /// The kubelet could not mount the volume otherwise.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: PersistentVolume
    /// metadata: {name: pv-1}
    /// spec:
    ///   capacity: {storage: 1Gi}
    ///   accessModes: [ReadWriteOnce]
    ///
    ///   nfs: {path: data}
    ///   hostPath: {path: ""}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: PersistentVolume
    /// metadata: {name: pv-1}
    /// spec:
    ///   capacity: {storage: 1Gi}
    ///   accessModes: [ReadWriteOnce]
    ///
    ///   csi: {driver: csi.example.com, volumeHandle: v1, nodePublishSecretRef: {name: s, namespace: default}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/persistent-volumes/#types-of-persistent-volumes>
    id: "persistentvolume/source", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["PersistentVolume"], check),
}

/// The types in the order in which the server looks at them.
const TYPES: [&str; 22] = [
    "hostPath",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "glusterfs",
    "flocker",
    "nfs",
    "rbd",
    "quobyte",
    "cephfs",
    "iscsi",
    "cinder",
    "fc",
    "flexVolume",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "scaleIO",
    "local",
    "storageos",
    "csi",
];

/// Types that no longer work, and why.
const DEPRECATED: [(&str, &str); 8] = [
    (
        "photonPersistentDisk",
        "deprecated since 1.11 and without function since 1.16",
    ),
    ("scaleIO", "deprecated since 1.16 and without function since 1.22"),
    ("flocker", "deprecated since 1.22 and without function since 1.25"),
    ("storageos", "deprecated since 1.22 and without function since 1.25"),
    ("quobyte", "deprecated since 1.22 and without function since 1.25"),
    ("glusterfs", "deprecated since 1.25 and without function since 1.26"),
    ("cephfs", "deprecated since 1.28 and without function since 1.31"),
    ("rbd", "deprecated since 1.28 and without function since 1.31"),
];

const SECRETS: [&str; 4] = [
    "controllerPublishSecretRef",
    "nodePublishSecretRef",
    "controllerExpandSecretRef",
    "nodeExpandSecretRef",
];

fn check(volume: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = volume.get("spec");
    judge(spec, name_length(volume.get("metadata")), false, ctx);
    for (name, why) in DEPRECATED {
        let source = spec.get(name);
        if source.is_set() {
            ctx.warn(source, format!("volumes of type {name} are {why}"))
                .at(source.key_span());
        }
    }
}

/// The length of the name of a volume; one that the server makes has five random characters after its prefix.
fn name_length(meta: Field<'_>) -> usize {
    const MAX_PREFIX: usize = 58;
    let length = |name| meta.get(name).str().map_or(0, str::len);
    match (length("name"), length("generateName")) {
        (0, 0) => 0,
        (0, prefix) => prefix.min(MAX_PREFIX) + 5,
        (name, _) => name,
    }
}

/// Judges the source of a volume with a name of `name` bytes. One that is inline has no node affinity, for all it says.
pub(crate) fn judge(spec: Field<'_>, name: usize, inline: bool, ctx: &mut Context<'_>) {
    let mut first: Option<Field<'_>> = None;
    for source in TYPES
        .map(|kind| spec.get(kind))
        .into_iter()
        .filter(|source| source.is_set())
    {
        // The server takes a flexVolume beside any other type.
        match first {
            Some(one) if source.name() != "flexVolume" => {
                let path = source.path(ctx.object());
                ctx.forbidden(source, format!("the volume has the type {} already", one.name()))
                    .at(source.key_span())
                    .related(one.key_span(), "the first type")
                    .path(
                        path.strip_suffix("cephfs")
                            .map_or(path.clone(), |parent| format!("{parent}cephFS")),
                    );
            }
            _ => check_source(source, name, inline, ctx),
        }
        first = first.or(Some(source));
    }
    if first.is_none() && !spec.get("csi").is_wrong() {
        ctx.required(spec, "a volume needs a type")
            .help("set one of hostPath, nfs, csi, local and so on");
    }
}

fn check_source(source: Field<'_>, name: usize, inline: bool, ctx: &mut Context<'_>) {
    match source.name() {
        "hostPath" => file::host_path(source, ctx),
        "gcePersistentDisk" => disk::gce(source, ctx),
        "awsElasticBlockStore" => disk::aws(source, ctx),
        "glusterfs" => {
            network::glusterfs(source, ctx);
            let namespace = source.get("endpointsNamespace");
            name::check_field(namespace, ctx, name::dns1123_label);
        }
        "flocker" => network::flocker(source, ctx),
        "nfs" => network::nfs(source, ctx),
        "rbd" => network::rbd(source, ctx),
        "quobyte" => network::quobyte(source, ctx),
        "cephfs" => network::cephfs(source, ctx),
        "iscsi" => {
            let count = ctx.count();
            let portal = source.get("targetPortal");
            network::iscsi(source, portal, name, ctx);
            // The server spells it so where it blames the portal for the length of the name.
            for diagnostic in ctx.found_since(count) {
                if diagnostic.reason == Some(Reason::FieldValueInvalid) {
                    diagnostic.path = diagnostic.path.replace(".targetPortal", ".targetportal");
                }
            }
            let secret = source.get("secretRef");
            if secret.is_set() {
                given(secret.get("name"), ctx);
            }
        }
        "cinder" => disk::cinder(source, true, ctx),
        "fc" => network::fibre_channel(source, ctx),
        "flexVolume" => network::flex(source, ctx),
        "azureFile" => {
            network::azure_file(source, ctx);
            let namespace = source.get("secretNamespace");
            if namespace.str() == Some("") {
                ctx.required(namespace, "may not be empty");
            }
        }
        "vsphereVolume" => disk::vsphere(source, ctx),
        "photonPersistentDisk" => disk::photon(source, ctx),
        "portworxVolume" => disk::portworx(source, ctx),
        "azureDisk" => disk::azure(source, ctx),
        "scaleIO" => disk::scale_io(source, ctx),
        "local" => {
            let path = source.get("path");
            given(path, ctx);
            name::check_non_empty(path, ctx, path::no_backsteps);
            let affinity = source.parent().map(|spec| spec.get("nodeAffinity"));
            if let Some(affinity) = affinity.filter(|affinity| inline || affinity.is_absent()) {
                ctx.required(affinity, "a local volume is on some node")
                    .help("name the node in nodeAffinity.required");
            }
        }
        "storageos" => {
            disk::storage_os(source, ctx);
            secret_ref(source.get("secretRef"), true, ctx);
        }
        _ => check_csi(source, ctx),
    }
}

fn check_csi(source: Field<'_>, ctx: &mut Context<'_>) {
    driver_name(source.get("driver"), ctx);
    given(source.get("volumeHandle"), ctx);
    for secret in SECRETS
        .map(|name| source.get(name))
        .into_iter()
        .filter(|secret| secret.is_set())
    {
        let (name, namespace) = (secret.get("name"), secret.get("namespace"));
        name::check_required(name, ctx, name::dns1123_subdomain);
        name::check_required(namespace, ctx, name::dns1123_label);
    }
}
