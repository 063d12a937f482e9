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
use crate::rule::{Context, Rule};
use crate::view::{Pod, Volume};

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

type Check = fn(&Volume<'_>, &mut Context<'_>);

/// Runs a check on each volume of a pod.
fn each(pod: &Pod<'_>, ctx: &mut Context<'_>, check: Check) {
    for volume in &pod.volumes {
        judge(volume, ctx, check);
    }
}

/// Runs a check on a volume, and gives what it finds the server's index of the volume.
fn judge(volume: &Volume<'_>, ctx: &mut Context<'_>, check: impl FnOnce(&Volume<'_>, &mut Context<'_>)) {
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
fn is_sound(volume: &Volume<'_>, ctx: &Context<'_>) -> bool {
    if volume.has_more {
        return false;
    }
    let mut scratch = Context::new(ctx.object(), &source::RULE);
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
    Volume(&'d Volume<'d>),
    /// A claim of a `StatefulSet`.
    Claim,
}

/// The volume that a key of a file names: the last of the name, faulty or not.
pub(crate) fn find_written<'d>(pod: &'d Pod<'d>, name: &str) -> Option<Found<'d>> {
    if pod.claims.has(name) {
        return Some(Found::Claim);
    }
    let last = pod.volumes.iter().rfind(|volume| volume.name == Some(name));
    last.map(Found::Volume)
}
