use crate::check::volume::given;
use crate::check::{name, path};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Volume};

declare_rule! {
    /// Volumes filled from a git repository.
    ///
    /// ## What it does
    /// Checks that `gitRepo` names a repository, and that its directory stays below the volume. The type is deprecated
    /// and switched off: see `volume/source`.
    ///
    /// ## Why is this bad
    /// A directory that climbs would be written outside the volume, on the node.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes: [{name: pages, gitRepo: {repository: "https://example.com/pages.git", directory: ../pages}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes: [{name: pages, gitRepo: {repository: "https://example.com/pages.git", directory: pages}}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/#gitrepo>
    id: "volume/git-repo", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    super::each(pod, ctx, volume);
}

pub(super) fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    if let Some(("gitRepo", source)) = volume.source {
        given(source.get("repository"), ctx);
        name::check_field(source.get("directory"), ctx, path::local_descending);
    }
}
