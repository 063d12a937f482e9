use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// Volumes of one type each.
    ///
    /// ## What it does
    /// Checks that a volume has one source only, and warns of types that are deprecated or no longer work. A volume
    /// without a source is an `emptyDir`.
    ///
    /// ## Why is this bad
    /// A volume is one place; with two sources nobody could say which. Types that were removed let the pod wait for ever.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - name: config
    ///     configMap: {name: web}
    ///     secret: {secretName: web}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - name: config
    ///     projected:
    ///       sources:
    ///       - configMap: {name: web}
    ///       - secret: {name: web}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/#volume-types>
    id: "volume/source", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

/// Types of volumes that the server warns of, and why.
const DEPRECATED: [(&str, &str); 9] = [
    (
        "photonPersistentDisk",
        "deprecated since 1.11 and without function since 1.16",
    ),
    ("gitRepo", "deprecated since 1.11 and switched off since 1.33"),
    ("scaleIO", "deprecated since 1.16 and without function since 1.22"),
    ("flocker", "deprecated since 1.22 and without function since 1.25"),
    ("storageos", "deprecated since 1.22 and without function since 1.25"),
    ("quobyte", "deprecated since 1.22 and without function since 1.25"),
    ("glusterfs", "deprecated since 1.25 and without function since 1.26"),
    ("cephfs", "deprecated since 1.28 and without function since 1.31"),
    ("rbd", "deprecated since 1.28 and without function since 1.31"),
];

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    super::each(pod, ctx, volume);
    for volume in pod.volume_list.items() {
        for entry in volume.entries().filter(|entry| entry.value.is_set()) {
            let deprecated = DEPRECATED.iter().find(|(name, _)| *name == entry.key);
            if let Some((name, why)) = deprecated {
                ctx.warn(entry.value, format!("volumes of type {name} are {why}"))
                    .at(entry.key_span);
            }
        }
    }
}

fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    if !volume.has_more {
        return;
    }
    let mut sources = volume.sources().into_iter();
    let Some((first_name, first)) = sources.next() else {
        return;
    };
    for (name, source) in sources {
        let found = ctx.forbidden(source, format!("the volume has the type {first_name} already"));
        found
            .at(source.key_span())
            .related(first.key_span(), "the first type")
            .help("a volume has one type; make two volumes, or a projected one");
        // Two types have a misspelt path in this place, and in this place only.
        let printed = match name {
            "cephfs" => "cephFS",
            "downwardAPI" => "downwarAPI",
            _ => continue,
        };
        let path = found.path.strip_suffix(name).map(|parent| format!("{parent}{printed}"));
        found.path = path.unwrap_or_default();
    }
}
