use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::traffic;

declare_rule! {
    /// Weights of a VirtualService that look like percentages and do not add up to 100.
    ///
    /// ## What it does
    /// Reports lists of destinations whose weights are all at most 100 and add up to 90 to 110, but not to 100. Istio
    /// before 1.15 refuses every sum but 100.
    ///
    /// ## Why is this bad
    /// Weights are relative, so the shares are other than the numbers say.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.istio.io/v1
    /// kind: VirtualService
    /// metadata: {name: web}
    /// spec:
    ///   hosts: [web]
    ///   http:
    ///   - route:
    ///     - {destination: {host: web, subset: v1}, weight: 90}
    ///     - {destination: {host: web, subset: v2}, weight: 5}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.istio.io/v1
    /// kind: VirtualService
    /// metadata: {name: web}
    /// spec:
    ///   hosts: [web]
    ///   http:
    ///   - route:
    ///     - {destination: {host: web, subset: v1}, weight: 90}
    ///     - {destination: {host: web, subset: v2}, weight: 10}
    /// ```
    ///
    /// ## References
    /// - <https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination>
    id: "traffic/istio-percent-sum", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Object(&["VirtualService.networking.istio.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for split in traffic::istio(object)
        .filter(|split| split.shares.len() > 1 && split.shares.iter().all(|share| share.weight.is_set()))
    {
        let small = split
            .shares
            .iter()
            .all(|share| share.weight.int_or(0).is_some_and(|weight| weight <= 100));
        let Some(total) = split
            .total()
            .filter(|total| (90..=110).contains(total) && *total != 100)
        else {
            continue;
        };
        if small {
            ctx.advise(
                split.list,
                format!("the weights look like percentages, but add up to {total}"),
            )
            .at(split.list.key_span())
            .help("let them add up to 100, or choose numbers that nobody takes for percentages");
        }
    }
}
