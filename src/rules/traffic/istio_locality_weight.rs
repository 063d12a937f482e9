use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A share of a locality that is no whole percent from 1 to 100.
    ///
    /// ## What it does
    /// Checks the values of `distribute[].to` in the locality load balancing of a DestinationRule, of its subsets and
    /// its ports.
    ///
    /// ## Why is this bad
    /// Istio's webhook refuses the DestinationRule.
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
    ///           to: {"us-west/zone1/*": 0, "us-west/zone2/*": 100}
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
    id: "traffic/istio-locality-weight", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["DestinationRule.networking.istio.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    traffic::distributions(object).for_each(|split| split.check_each(ctx));
}
