use crate::check::quantity::{self, Quantity};
use crate::check::volume::claim;
use crate::check::{enums, name, resource, selector};
use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The capacity, modes and node affinity of a PersistentVolume.
    ///
    /// ## What it does
    /// Checks that the capacity is storage alone and above 0, the access modes, the volume mode, the reclaim
    /// policy, the names of classes, and the node affinity.
    ///
    /// ## Why is this bad
    /// A volume that cannot be matched with a claim is refused.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: PersistentVolume
    /// metadata: {name: pv-1}
    /// spec:
    ///   capacity: {storage: 0, cpu: 1}
    ///   accessModes: [ReadWriteOncePod, ReadWriteOnce, Write]
    ///   volumeMode: Disk
    ///   persistentVolumeReclaimPolicy: Keep
    ///   storageClassName: Fast
    ///   volumeAttributesClassName: ""
    ///   local: {path: /mnt}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: PersistentVolume
    /// metadata: {name: pv-1}
    /// spec:
    ///   capacity: {storage: 1Gi}
    ///   accessModes: [ReadWriteOnce]
    ///
    ///   volumeMode: Block
    ///   persistentVolumeReclaimPolicy: Retain
    ///   storageClassName: fast
    ///   local: {path: /mnt}
    ///   nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/persistent-volumes/>
    id: "persistentvolume/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["PersistentVolume"], check),
}

/// Mount options as an annotation, which came before `spec.mountOptions`.
const MOUNT_OPTIONS: &str = "volume.beta.kubernetes.io/mount-options";

/// The types that take mount options as an annotation.
const MOUNTED: [&str; 13] = [
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "glusterfs",
    "nfs",
    "rbd",
    "quobyte",
    "cephfs",
    "iscsi",
    "cinder",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "azureDisk",
];

const RECLAIM: [&str; 3] = ["Delete", "Recycle", "Retain"];

fn check(volume: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = volume.get("spec");
    claim::access_modes(spec.get("accessModes"), ctx);
    check_capacity(spec.get("capacity"), ctx);
    check_affinity(spec, ctx);
    check_policy(spec, ctx);
    check_options(volume, ctx);
    name::check_non_empty(spec.get("storageClassName"), ctx, name::dns1123_subdomain);
    enums::check(spec.get("volumeMode"), ctx, &claim::VOLUME_MODES);
    let attributes = spec.get("volumeAttributesClassName");
    if attributes.is_set() {
        if attributes.str() == Some("") {
            ctx.required(attributes, "may not be empty")
                .help("remove it, or name a class");
        }
        name::check_non_empty(attributes, ctx, name::dns1123_subdomain);
        if spec.get("csi").is_absent() {
            ctx.required(spec.get("csi"), "only CSI volumes have a class of attributes")
                .related(attributes.key_span(), "the class");
        }
    }
}

fn check_options(volume: &Object<'_>, ctx: &mut Context<'_>) {
    let options = volume.get("metadata").get("annotations").get(MOUNT_OPTIONS);
    let spec = volume.get("spec");
    if options.is_written() && !spec.get("csi").is_wrong() && !MOUNTED.iter().any(|kind| spec.get(kind).is_set()) {
        ctx.forbidden(options, "volumes of this type take no mount options as an annotation")
            .at(options.key_span())
            .path(format!("metadata.annotations.{MOUNT_OPTIONS}"))
            .help("use spec.mountOptions");
    }
}

fn check_capacity(capacity: Field<'_>, ctx: &mut Context<'_>) {
    if capacity.is_empty() {
        ctx.required(capacity, "a volume needs its capacity")
            .at(capacity.key_span());
    }
    let storage = capacity.get("storage");
    if capacity.len() > 1 || !storage.is_written() && !capacity.is_wrong() {
        ctx.error(
            capacity,
            Reason::FieldValueNotSupported,
            "the capacity of a volume is its storage alone",
        )
        .at(capacity.key_span())
        .help("set capacity.storage and nothing else");
    }
    for entry in capacity.entries() {
        resource::amount(entry.key, entry.value, ctx);
        if Quantity::or_zero(entry.value).is_some_and(|amount| !amount.is_positive()) {
            ctx.invalid(entry.value, format!("{} is not above 0", quantity::shown(entry.value)));
        }
    }
}

fn check_affinity(spec: Field<'_>, ctx: &mut Context<'_>) {
    let affinity = spec.get("nodeAffinity");
    if affinity.is_set() {
        let required = affinity.get("required");
        if required.is_absent() {
            ctx.required(required, "node affinity needs what is required");
        } else {
            selector::node_selector(required, ctx);
        }
    }
}

fn check_policy(spec: Field<'_>, ctx: &mut Context<'_>) {
    let policy = spec.get("persistentVolumeReclaimPolicy");
    match policy.str() {
        Some("Recycle") => {
            ctx.warn(policy, "recycling is deprecated")
                .help("provision volumes dynamically instead");
            if spec
                .get("hostPath")
                .get("path")
                .str()
                .is_some_and(|path| path.trim_matches('/').is_empty() && !path.is_empty())
            {
                ctx.forbidden(policy, "the root of a host is not recycled");
            }
        }
        Some(text) if !text.is_empty() && !RECLAIM.contains(&text) => {
            ctx.not_supported(policy, text, &RECLAIM);
        }
        _ => {}
    }
}
