use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A target that the traffic of a Container App names twice.
    ///
    /// ## What it does
    /// Compares revision names and labels in the ingress traffic of Azure Container Apps.
    ///
    /// ## Why is this bad
    /// One of the weights is easily overlooked when the other is changed.
    ///
    /// ## Example
    /// ```yaml,bad
    /// type: Microsoft.App/containerApps
    /// properties:
    ///   configuration:
    ///     activeRevisionsMode: Multiple
    ///     ingress:
    ///       external: true
    ///       traffic:
    ///       - {revisionName: web--v1, weight: 80}
    ///       - {revisionName: web--v1, weight: 20}
    /// ```
    /// ```yaml,good
    /// type: Microsoft.App/containerApps
    /// properties:
    ///   configuration:
    ///     activeRevisionsMode: Multiple
    ///     ingress:
    ///       external: true
    ///       traffic:
    ///       - {revisionName: web--v1, weight: 80}
    ///       - {latestRevision: true, weight: 20}
    /// ```
    ///
    /// ## References
    /// - <https://learn.microsoft.com/en-us/azure/container-apps/traffic-splitting>
    id: "traffic/azure-duplicate", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&traffic::CONTAINER_APPS, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for split in traffic::azure(object) {
        split.check_duplicates(ctx, |target| {
            let named = target.members(["revisionName", "label"]);
            let name = named
                .into_iter()
                .find(|name| name.str().is_some_and(|text| !text.is_empty()));
            let latest = target.get("latestRevision");
            match name {
                Some(name) => Some((name.str()?.to_owned(), name)),
                None => (latest.bool() == Some(true)).then(|| ("latestRevision".to_owned(), latest)),
            }
        });
    }
}
