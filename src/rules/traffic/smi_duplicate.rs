use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// A backend that a TrafficSplit names twice.
    ///
    /// ## What it does
    /// Compares the services of `spec.backends`.
    ///
    /// ## Why is this bad
    /// It depends on the mesh which of the two weights counts.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: split.smi-spec.io/v1alpha4
    /// kind: TrafficSplit
    /// metadata: {name: web}
    /// spec:
    ///   service: web
    ///   backends:
    ///   - {service: web-v1, weight: 90}
    ///   - {service: web-v1, weight: 10}
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
    id: "traffic/smi-duplicate", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&["TrafficSplit.split.smi-spec.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    traffic::smi(object).check_duplicates(ctx, |backend| {
        let service = backend.get("service");
        Some((service.str()?.to_owned(), service))
    });
}
