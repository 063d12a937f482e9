use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// Distribution and failover between localities in one setting.
    ///
    /// ## What it does
    /// Reports `failover` beside `distribute` in the locality load balancing of a DestinationRule.
    ///
    /// ## Why is this bad
    /// The two say different things about the same traffic; Istio's webhook refuses the DestinationRule.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.istio.io/v1
    /// kind: DestinationRule
    /// metadata: {name: web}
    /// spec:
    ///   host: web
    ///   trafficPolicy:
    ///     loadBalancer:
    ///       localityLbSetting:
    ///         distribute:
    ///         - from: us-west/zone1/*
    ///           to: {"us-west/zone1/*": 80, "us-west/zone2/*": 20}
    ///         failover: [{from: us-west, to: us-east}]
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.istio.io/v1
    /// kind: DestinationRule
    /// metadata: {name: web}
    /// spec:
    ///   host: web
    ///   trafficPolicy:
    ///     loadBalancer:
    ///       localityLbSetting:
    ///         distribute:
    ///         - from: us-west/zone1/*
    ///           to: {"us-west/zone1/*": 80, "us-west/zone2/*": 20}
    /// ```
    ///
    /// ## References
    /// - <https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting>
    id: "traffic/istio-locality-failover", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["DestinationRule.networking.istio.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for setting in traffic::localities(object) {
        let [distribute, failover] = setting.members(["distribute", "failover"]);
        if [distribute, failover]
            .iter()
            .all(|list| list.is_list() && !list.is_empty())
        {
            ctx.forbidden(failover, "failover may not be set beside distribute")
                .at(failover.key_span())
                .related(distribute.key_span(), "the distribution")
                .help("keep one of the two");
        }
    }
}
