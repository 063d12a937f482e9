use crate::check;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A weight of a TrafficSplit that is no whole number from 0 up.
    ///
    /// ## What it does
    /// Checks `spec.backends[].weight`. Weights are relative, so their sum need not be 100. The first version,
    /// v1alpha1, also took quantities such as `500m`.
    ///
    /// ## Why is this bad
    /// Weights are whole numbers by the specification; that a cluster takes others without a word makes it worse.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: split.smi-spec.io/v1alpha4
    /// kind: TrafficSplit
    /// metadata: {name: web}
    /// spec:
    ///   service: web
    ///   backends:
    ///   - {service: web-v1, weight: -200}
    ///   - {service: web-v2, weight: 1000}
    /// ```
    /// ```yaml,good
    /// apiVersion: split.smi-spec.io/v1alpha4
    /// kind: TrafficSplit
    /// metadata: {name: web}
    /// spec:
    ///   service: web
    ///   backends:
    ///   - {service: web-v1, weight: 90}
    ///   - {service: web-v2, weight: 10}
    /// ```
    ///
    /// ## References
    /// - <https://github.com/servicemeshinterface/smi-spec/blob/main/apis/traffic-split/v1alpha4/traffic-split.md>
    id: "traffic/smi-weight", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["TrafficSplit.split.smi-spec.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let split = traffic::smi(object);
    for share in &split.shares {
        let quantity = object.version() == "v1alpha1" && share.weight.str().is_some_and(is_quantity);
        if !quantity {
            check::traffic::check(share.weight, split.scale, ctx);
        }
    }
}

fn is_quantity(text: &str) -> bool {
    let digits = text.strip_suffix('m').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
