use crate::check;
use crate::check::traffic::{Scale, is_sound};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::traffic;

declare_rule! {
    /// A share of mirrored requests that is no share.
    ///
    /// ## What it does
    /// Checks `requestMirror` filters of HTTPRoutes and GRPCRoutes: `percent` is a whole number from 0 to 100; of
    /// `fraction`, the numerator is at least 0 and at most the denominator, which is at least 1 and 100 where it is not
    /// given; only one of the two is set.
    ///
    /// ## Why is this bad
    /// The definition of the kind has these limits, so the server refuses the route.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata: {name: web}
    /// spec:
    ///   parentRefs: [{name: gateway}]
    ///   rules:
    ///   - backendRefs: [{name: web, port: 80}]
    ///     filters:
    ///     - type: RequestMirror
    ///       requestMirror: {backendRef: {name: test, port: 80}, percent: 150}
    /// ```
    /// ```yaml,good
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata: {name: web}
    /// spec:
    ///   parentRefs: [{name: gateway}]
    ///   rules:
    ///   - backendRefs: [{name: web, port: 80}]
    ///     filters:
    ///     - type: RequestMirror
    ///       requestMirror: {backendRef: {name: test, port: 80}, fraction: {numerator: 1, denominator: 8}}
    /// ```
    ///
    /// ## References
    /// - <https://gateway-api.sigs.k8s.io/reference/spec/>
    id: "traffic/gateway-mirror", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(
        &["GRPCRoute.gateway.networking.k8s.io", "HTTPRoute.gateway.networking.k8s.io"],
        check,
    ),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for rule in traffic::gateway_rules(object) {
        let backends = rule.get("backendRefs").items();
        let holders = std::iter::once(rule).chain(backends);
        for filter in holders.flat_map(|holder| holder.get("filters").items()) {
            mirror(filter.get("requestMirror"), ctx);
        }
    }
}

fn mirror(mirror: Field<'_>, ctx: &mut Context<'_>) {
    let [percent, fraction] = mirror.members(["percent", "fraction"]);
    check::traffic::check(percent, Scale::PERCENT, ctx);
    if percent.is_set() && fraction.is_set() {
        ctx.forbidden(fraction, "fraction may not be set beside percent")
            .at(fraction.key_span())
            .related(percent.key_span(), "the percentage");
    }
    let [numerator, denominator] = fraction.members(["numerator", "denominator"]);
    let [any, positive] = [0, 1].map(|min| Scale::Whole {
        min,
        max: i32::MAX.into(),
    });
    check::traffic::check(numerator, any, ctx);
    check::traffic::check(denominator, positive, ctx);
    if fraction.is_set() && numerator.is_absent() {
        ctx.required(numerator, "numerator is missing");
    }
    let sound = is_sound(numerator, any) && is_sound(denominator, positive);
    if let (true, Some(part), Some(whole)) = (sound, numerator.int(), denominator.int_or(100))
        && part > whole
    {
        ctx.invalid(numerator, format!("{part} is above the denominator {whole}"))
            .help("the numerator is at most the denominator, which is 100 where it is not given");
    }
}
