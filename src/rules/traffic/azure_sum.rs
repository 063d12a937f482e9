use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// Weights of a Container App that do not add up to 100.
    ///
    /// ## What it does
    /// Adds up the weights in the ingress traffic of Azure Container Apps.
    ///
    /// ## Why is this bad
    /// They are percentages of all traffic; the documentation of the service demands that they add up to 100.
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
    ///       - {latestRevision: true, weight: 10}
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
    id: "traffic/azure-sum", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&traffic::CONTAINER_APPS, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for split in traffic::azure(object).filter(|split| !split.shares.is_empty()) {
        split.check_hundred(ctx);
    }
}
