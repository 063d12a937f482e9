use serde_json::json;

use crate::check::int;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The limits of a PriorityLevelConfiguration.
    ///
    /// ## What it does
    /// Checks the type, that `limited` stands with Limited and `exempt` with Exempt, shares and percentages, and
    /// the queues: counts, the size of a hand, and that a hand of queues can be dealt from 60 random bits.
    ///
    /// ## Why is this bad
    /// The server would not know how to queue requests otherwise.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: flowcontrol.apiserver.k8s.io/v1
    /// kind: PriorityLevelConfiguration
    /// metadata: {name: tenant}
    /// spec:
    ///   type: Limited
    ///   limited:
    ///     nominalConcurrencyShares: -1
    ///     lendablePercent: 101
    ///     borrowingLimitPercent: -1
    ///     limitResponse: {type: Queue, queuing: {queues: 4, handSize: 8, queueLengthLimit: -1}}
    /// ```
    /// ```yaml,good
    /// apiVersion: flowcontrol.apiserver.k8s.io/v1
    /// kind: PriorityLevelConfiguration
    /// metadata: {name: tenant}
    /// spec:
    ///   type: Limited
    ///   limited:
    ///     nominalConcurrencyShares: 30
    ///     lendablePercent: 100
    ///     limitResponse: {type: Queue, queuing: {queues: 64, handSize: 6, queueLengthLimit: 50}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#prioritylevelconfiguration>
    id: "flowcontrol/priority-level", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io"], check),
}

const MAX_QUEUES: i64 = 10_000_000;
const MAX_ENTROPY_BITS: i64 = 60;

fn check(level: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = level.get("spec");
    let (kind, limited, exempt) = (spec.get("type"), spec.get("limited"), spec.get("exempt"));
    let Some(text) = kind.str_or("") else { return };
    let named_exempt = level.get("metadata").get("name").str() == Some("exempt");
    if named_exempt != (text == "Exempt") {
        ctx.invalid(kind, "the level named \"exempt\", and no other, has the type Exempt");
    }
    if named_exempt && (text != "Exempt" || limited.is_set()) {
        ctx.invalid(spec, "the level named \"exempt\" has a spec of its own, without limits")
            .at(spec.key_span());
    }
    for (field, owner) in [(limited, "Limited"), (exempt, "Exempt")] {
        if field.is_set() && text != owner {
            ctx.forbidden(field, format!("stands only with the type {owner}"));
        }
    }
    if limited.is_set() && text != "Limited" {
        check_response(limited.get("limitResponse"), ctx);
    }
    if level.get("metadata").get("name").str() == Some("catch-all") {
        let mut limits = json!({"nominalConcurrencyShares": 5, "limitResponse": {"type": "Reject"}});
        if limited.get("lendablePercent").is_set() {
            limits["lendablePercent"] = 0.into();
        }
        super::check_fixed(spec, &json!({"type": "Limited", "limited": limits}), ctx);
    }
    match text {
        "Exempt" => {
            if exempt.is_set() {
                int::non_negative(exempt.get("nominalConcurrencyShares"), ctx);
                int::in_range(exempt.get("lendablePercent"), ctx, 0..=100);
            }
        }
        "Limited" => {
            if limited.is_absent() {
                ctx.required(limited, "the type Limited needs its limits");
            } else {
                check_limited(limited, ctx);
            }
        }
        "" => {
            ctx.required(kind, "a priority level needs a type");
        }
        other => {
            ctx.not_supported(kind, other, &["Exempt", "Limited"]);
        }
    }
}

fn check_limited(limited: Field<'_>, ctx: &mut Context<'_>) {
    int::non_negative(limited.get("nominalConcurrencyShares"), ctx);
    int::in_range(limited.get("lendablePercent"), ctx, 0..=100);
    int::non_negative(limited.get("borrowingLimitPercent"), ctx);
    let response = limited.get("limitResponse");
    let (kind, queuing) = (response.get("type"), response.get("queuing"));
    let Some(text) = kind.str_or("") else { return };
    if queuing.is_set() && text != "Queue" {
        ctx.forbidden(queuing, "stands only with the response Queue");
    }
    match text {
        "Reject" => {}
        "Queue" => {
            if queuing.is_absent() {
                ctx.required(queuing, "the response Queue needs its queues");
            } else {
                check_queues(queuing, ctx);
            }
        }
        "" => {
            ctx.required(kind, "the response to the limit needs a type");
        }
        other => {
            ctx.not_supported(kind, other, &["Queue", "Reject"]);
        }
    }
}

/// What the server looks at in limits that the type has no place for: whether the parts fit each other.
fn check_response(response: Field<'_>, ctx: &mut Context<'_>) {
    let (kind, queuing) = (response.get("type"), response.get("queuing"));
    let Some(text) = kind.str_or("") else { return };
    if queuing.is_set() && text != "Queue" {
        ctx.forbidden(queuing, "stands only with the response Queue");
    }
    if text.is_empty() {
        ctx.required(kind, "the response to the limit needs a type");
    }
    if text == "Queue" && queuing.is_absent() {
        ctx.required(queuing, "the response Queue needs its queues");
    }
}

/// Counts of 0 are absent ones and get the defaults 64, 8 and 50.
fn check_queues(queuing: Field<'_>, ctx: &mut Context<'_>) {
    let defaulted = |name, default| {
        queuing
            .get(name)
            .int_or(0)
            .map(|value| if value == 0 { default } else { value })
    };
    let (Some(queues), Some(hand)) = (defaulted("queues", 64), defaulted("handSize", 8)) else {
        return;
    };
    let (queues_field, hand_field) = (queuing.get("queues"), queuing.get("handSize"));
    if defaulted("queueLengthLimit", 50).is_some_and(|value| value <= 0) {
        ctx.invalid(queuing.get("queueLengthLimit"), "the length of a queue must be above 0");
    }
    if queues <= 0 {
        ctx.invalid(queues_field, format!("{queues} is not above 0"));
    } else if queues > MAX_QUEUES {
        ctx.invalid(queues_field, format!("{queues} is above {MAX_QUEUES}"));
    }
    if hand <= 0 {
        ctx.invalid(hand_field, format!("{hand} is not above 0"));
    } else if hand > queues {
        ctx.invalid(
            hand_field,
            format!("a hand of {hand} cannot be dealt from {queues} queues"),
        );
    } else if entropy_bits(queues, hand) > MAX_ENTROPY_BITS {
        ctx.invalid(
            hand_field,
            format!("a hand of {hand} from {queues} queues needs more than {MAX_ENTROPY_BITS} random bits"),
        );
    }
}

/// The bits of randomness that dealing `hand` of `queues` takes.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "queue counts are at most ten million"
)]
fn entropy_bits(queues: i64, hand: i64) -> i64 {
    (0..hand.min(MAX_ENTROPY_BITS * 2))
        .map(|dealt| ((queues - dealt) as f64).log2())
        .sum::<f64>()
        .ceil() as i64
}
