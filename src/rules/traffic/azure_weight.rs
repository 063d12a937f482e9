use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A weight of a Container App that is no whole percent.
    ///
    /// ## What it does
    /// Checks `weight` in the ingress traffic of Azure Container Apps: a whole number from 0 to 100. Expressions of
    /// templates are left alone.
    ///
    /// ## Why is this bad
    /// Weights are percentages by the documentation of the service.
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
    ///       - {revisionName: web--v1, weight: 120}
    ///       - {latestRevision: true, weight: -20}
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
    id: "traffic/azure-weight", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&traffic::CONTAINER_APPS, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for split in traffic::azure(object) {
        for share in &split.shares {
            if !share.weight.str().is_some_and(|text| text.starts_with('[')) {
                check::traffic::check(share.weight, split.scale, ctx);
            }
        }
    }
}
