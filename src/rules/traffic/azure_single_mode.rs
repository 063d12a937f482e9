use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A split of traffic in a Container App that keeps one revision only.
    ///
    /// ## What it does
    /// Reports traffic for more than one target where `activeRevisionsMode` is `Single`.
    ///
    /// ## Why is this bad
    /// Only one revision is active then, and the split has no effect.
    ///
    /// ## Example
    /// ```yaml,bad
    /// type: Microsoft.App/containerApps
    /// properties:
    ///   configuration:
    ///     activeRevisionsMode: Single
    ///     ingress:
    ///       external: true
    ///       traffic:
    ///       - {revisionName: web--v1, weight: 80}
    ///       - {latestRevision: true, weight: 20}
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
    id: "traffic/azure-single-mode", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&traffic::CONTAINER_APPS, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for app in traffic::container_apps(object) {
        let mode = app.get("activeRevisionsMode");
        let traffic = app.at(&["ingress", "traffic"]);
        if mode.str().is_some_and(|mode| mode.eq_ignore_ascii_case("Single")) && traffic.is_list() && traffic.len() > 1
        {
            ctx.advise(mode, "with a single active revision traffic is not split")
                .related(traffic.key_span(), "the split")
                .help("set activeRevisionsMode to Multiple");
        }
    }
}
