use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// Backends of a TrafficSplit of which none gets traffic.
    ///
    /// ## What it does
    /// Reports a TrafficSplit whose weights add up to 0.
    ///
    /// ## Why is this bad
    /// It is accepted, but nobody can tell where the traffic goes.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: split.smi-spec.io/v1alpha4
    /// kind: TrafficSplit
    /// metadata: {name: web}
    /// spec:
    ///   service: web
    ///   backends:
    ///   - {service: web-v1, weight: 0}
    ///   - {service: web-v2, weight: 0}
    /// ```
    /// ```yaml,good
    /// apiVersion: split.smi-spec.io/v1alpha4
    /// kind: TrafficSplit
    /// metadata: {name: web}
    /// spec:
    ///   service: web
    ///   backends:
    ///   - {service: web-v1, weight: 0}
    ///   - {service: web-v2, weight: 1}
    /// ```
    ///
    /// ## References
    /// - <https://github.com/servicemeshinterface/smi-spec/blob/main/apis/traffic-split/v1alpha4/traffic-split.md>
    id: "traffic/smi-zero-total", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&["TrafficSplit.split.smi-spec.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let split = traffic::smi(object);
    if split.is_zero() {
        ctx.advise(split.list, "no backend has a weight above 0")
            .at(split.list.key_span())
            .help("give at least one backend a weight above 0");
    }
}
