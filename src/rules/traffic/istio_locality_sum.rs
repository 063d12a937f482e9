use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// Shares of localities that do not add up to 100.
    ///
    /// ## What it does
    /// Adds up the values of each `distribute[].to` in the locality load balancing of a DestinationRule.
    ///
    /// ## Why is this bad
    /// They are percentages of the traffic from one place; Istio's webhook refuses every other sum.
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
    ///           to: {"us-west/zone1/*": 80, "us-west/zone2/*": 10}
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
    id: "traffic/istio-locality-sum", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["DestinationRule.networking.istio.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for split in traffic::distributions(object).filter(|split| split.list.is_written()) {
        split.check_hundred(ctx);
    }
}
