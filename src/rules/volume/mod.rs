//! Rules of the family `volume`: the volumes of pods, and where containers mount them.
//!
//! A volume with a fault does not exist for the mounts that name it, so the checks of all rules over volumes are listed
//! here a second time, for [`is_sound`].

mod claim;
mod disk;
mod downward_api;
mod driver;
mod empty_dir;
mod files;
mod git_repo;
mod host_path;
mod image;
mod mounts;
mod name;
mod network;
mod overlapping_paths;
mod projected;
mod source;

use crate::diagnostic::Severity;
use crate::document::Object;
use crate::rule::{Context, Rule};
use crate::view::{Field, Pod};

pub(super) static RULES: &[&Rule] = &[
    &claim::RULE,
    &disk::RULE,
    &downward_api::RULE,
    &driver::RULE,
    &empty_dir::RULE,
    &files::RULE,
    &git_repo::RULE,
    &host_path::RULE,
    &image::RULE,
    &mounts::RULE,
    &name::RULE,
    &network::RULE,
    &overlapping_paths::RULE,
    &projected::RULE,
    &source::RULE,
];

/// The checks of one volume that decide whether it exists for mounts.
const CHECKS: [Check; 12] = [
    claim::volume,
    disk::volume,
    downward_api::volume,
    driver::volume,
    empty_dir::volume,
    files::volume,
    git_repo::volume,
    host_path::volume,
    image::volume,
    name::volume,
    network::volume,
    projected::volume,
];

type Check = fn(Volume<'_>, &mut Context<'_>);

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

/// A volume of a pod.
#[derive(Clone, Copy)]
pub(crate) struct Volume<'d> {
    /// The volume.
    pub(crate) field: Field<'d>,
    /// Its place in the list as the server has it, where that is not its place in the manifest.
    index: Option<usize>,
}

impl<'d> Volume<'d> {
    /// The name, empty where it is absent; none where it has the wrong type.
    fn name(self) -> Option<&'d str> {
        self.field.get("name").str_or("")
    }

    /// The sources that are set, in the server's order.
    fn sources(self) -> Vec<(&'static str, Field<'d>)> {
        let place = |key| SOURCES.iter().position(|source| *source == key);
        let written = self.field.entries().filter(|entry| entry.value.is_set());
        let mut sources: Vec<_> = written
            .filter_map(|entry| Some((place(entry.key)?, entry.value)))
            .collect();
        sources.sort_unstable_by_key(|&(place, _)| place);
        sources
            .into_iter()
            .map(|(place, value)| (SOURCES[place], value))
            .collect()
    }

    /// The source the server judges.
    pub(crate) fn source(self) -> Option<(&'static str, Field<'d>)> {
        self.sources().into_iter().next()
    }
}

/// Names of the claims that a `StatefulSet` makes for each pod, each once. The server puts volumes for them before those
/// of the pod, and drops volumes of the same names.
fn claims<'d>(object: &'d Object<'d>) -> Vec<(&'d str, Field<'d>)> {
    let mut claims: Vec<(&str, Field<'_>)> = Vec::new();
    if object.kind() == "StatefulSet" {
        for claim in object.get("spec").get("volumeClaimTemplates").items() {
            let field = claim.get("metadata").get("name");
            let Some(name) = field.str_or("") else { continue };
            if claims.iter().all(|(other, _)| *other != name) {
                claims.push((name, field));
            }
        }
    }
    claims
}

/// Whether all names of claims could be read; otherwise any name may be that of a claim.
pub(crate) fn claims_are_readable(object: &Object<'_>) -> bool {
    let claims = object.get("spec").get("volumeClaimTemplates");
    let named = |claim: Field<'_>| claim.get("metadata").get("name").str_or("").is_some();
    object.kind() != "StatefulSet" || claims.is_absent() || claims.is_list() && claims.items().all(named)
}

/// The volumes of a pod.
fn volumes<'d, 'o>(pod: &'d Pod<'d>, object: &'o Object<'o>) -> impl Iterator<Item = Volume<'d>> + use<'d, 'o> {
    let claims = claims(object);
    let mut next = claims.len();
    pod.spec.get("volumes").items().filter_map(move |field| {
        if claims.is_empty() {
            return Some(Volume { field, index: None });
        }
        let name = field.get("name").str_or("");
        if claims.iter().any(|(claim, _)| Some(*claim) == name) {
            return None;
        }
        next += 1;
        Some(Volume {
            field,
            index: Some(next - 1),
        })
    })
}

/// Runs a check on each volume of a pod.
fn each(pod: &Pod<'_>, ctx: &mut Context<'_>, check: Check) {
    for volume in volumes(pod, ctx.object()) {
        judge(volume, ctx, check);
    }
}

/// Runs a check on a volume, and gives what it finds the server's index of the volume.
fn judge(volume: Volume<'_>, ctx: &mut Context<'_>, check: impl FnOnce(Volume<'_>, &mut Context<'_>)) {
    let count = ctx.count();
    check(volume, ctx);
    if let Some(index) = volume.index
        && ctx.count() > count
    {
        let from = volume.field.path(ctx.object());
        let list = from.rfind('[').map_or("", |bracket| &from[..bracket]);
        let to = format!("{list}[{index}]");
        ctx.replace_path_since(count, &from, &to);
    }
}

/// Whether a volume is free of faults, so that mounts can name it.
fn is_sound(volume: Volume<'_>, ctx: &Context<'_>) -> bool {
    let mut scratch = Context::new(ctx.object(), &source::RULE);
    if volume.sources().len() > 1 {
        return false;
    }
    for check in CHECKS {
        check(volume, &mut scratch);
    }
    let found = scratch.finish();
    found.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
}

/// What a mount finds under a name.
#[derive(Clone, Copy)]
pub(crate) enum Found<'d> {
    /// A volume of the pod.
    Volume(Volume<'d>),
    /// A claim of a `StatefulSet`.
    Claim,
}

/// The volume that a key of a file names: the last of the name, faulty or not.
pub(crate) fn find_written<'d>(pod: &'d Pod<'d>, name: &str, ctx: &Context<'_>) -> Option<Found<'d>> {
    let object = ctx.object();
    if claims(object).iter().any(|(claim, _)| *claim == name) {
        return Some(Found::Claim);
    }
    volumes(pod, object)
        .filter(|volume| volume.name() == Some(name))
        .last()
        .map(Found::Volume)
}

/// The volume of a name, as far as the server finds one: a volume with a fault does not exist.
pub(crate) fn find<'d>(pod: &'d Pod<'d>, name: &str, ctx: &Context<'_>) -> Option<Found<'d>> {
    if !claims_are_readable(ctx.object()) {
        return Some(Found::Claim);
    }
    let object = ctx.object();
    if claims(object).iter().any(|(claim, _)| *claim == name) {
        return crate::check::name::dns1123_label(name)
            .is_none()
            .then_some(Found::Claim);
    }
    volumes(pod, object)
        .find(|volume| volume.name() == Some(name) && is_sound(*volume, ctx))
        .map(Found::Volume)
}
