//! Volumes of pods, as the server sees them.

use super::Field;
use crate::document::Object;

/// The sources a volume can have, in the order in which the server looks for one. It takes the first and forbids all others.
const SOURCES: [&str; 30] = [
    "emptyDir",
    "hostPath",
    "gitRepo",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "flocker",
    "persistentVolumeClaim",
    "rbd",
    "cinder",
    "cephfs",
    "quobyte",
    "downwardAPI",
    "fc",
    "flexVolume",
    "configMap",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "storageos",
    "projected",
    "scaleIO",
    "csi",
    "ephemeral",
    "image",
];

/// A source of a volume and its name.
pub(super) type Source<'d> = (&'static str, Field<'d>);

/// A volume of a pod.
#[derive(Clone, Copy)]
pub struct Volume<'d> {
    /// The volume.
    pub field: Field<'d>,
    /// The name, empty where it is absent; none where it has the wrong type.
    pub name: Option<&'d str>,
    /// The source the server judges.
    pub source: Option<Source<'d>>,
    /// Whether it has more sources than this.
    pub has_more: bool,
    /// Its place in the list as the server has it, where that is not its place in the manifest.
    pub index: Option<usize>,
}

impl<'d> Volume<'d> {
    fn new(field: Field<'d>, index: Option<usize>) -> Self {
        let mut first = None;
        let mut count = 0;
        for (place, source) in sources(field) {
            count += 1;
            if first.is_none_or(|(other, _)| place < other) {
                first = Some((place, source));
            }
        }
        Self {
            field,
            name: field.get("name").str_or(""),
            source: first.map(|(place, source)| (SOURCES[place], source)),
            has_more: count > 1,
            index,
        }
    }

    /// The sources that are set, in the server's order.
    pub fn sources(&self) -> Vec<Source<'d>> {
        let mut all: Vec<_> = sources(self.field).collect();
        all.sort_unstable_by_key(|&(place, _)| place);
        all.into_iter()
            .map(|(place, source)| (SOURCES[place], source))
            .collect()
    }
}

/// The sources that are set, and their places in the server's order.
fn sources(volume: Field<'_>) -> impl Iterator<Item = (usize, Field<'_>)> {
    let set = volume
        .entries()
        .filter(|entry| entry.key != "name" && entry.value.is_set());
    set.filter_map(|entry| Some((SOURCES.iter().position(|source| *source == entry.key)?, entry.value)))
}

/// The claims that a `StatefulSet` makes for each pod. The server puts volumes for them before those of the pod, and drops
/// volumes of the same names.
pub struct Claims<'d> {
    /// Their names, each once.
    pub names: Vec<(&'d str, Field<'d>)>,
    /// Whether all names could be read; otherwise any name may be that of a claim.
    pub are_readable: bool,
}

impl<'d> Claims<'d> {
    pub(super) fn of(object: &Object<'d>) -> Self {
        let mut claims = Self {
            names: Vec::new(),
            are_readable: true,
        };
        if object.kind() != "StatefulSet" {
            return claims;
        }
        let list = object.get("spec").get("volumeClaimTemplates");
        claims.are_readable = list.is_absent() || list.is_list();
        for claim in list.items() {
            let field = claim.get("metadata").get("name");
            match field.str_or("") {
                Some(name) if claims.names.iter().all(|(other, _)| *other != name) => claims.names.push((name, field)),
                Some(_) => {}
                None => claims.are_readable = false,
            }
        }
        claims
    }

    /// Whether one of them has this name.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|(claim, _)| *claim == name)
    }

    /// The volumes of a pod that do not give way to claims.
    pub(super) fn volumes(&self, list: Field<'d>) -> Vec<Volume<'d>> {
        let kept = list
            .items()
            .filter(|field| self.names.is_empty() || field.get("name").str_or("").is_none_or(|name| !self.has(name)));
        let numbered = (self.names.len()..).zip(kept);
        let index = |index| (!self.names.is_empty()).then_some(index);
        numbered
            .map(|(place, field)| Volume::new(field, index(place)))
            .collect()
    }
}
