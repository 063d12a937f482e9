//! Tolerations of taints, in pods and runtime classes.

use super::{name, quote};
use crate::rule::Context;
use crate::view::Field;

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// Checks one toleration: key, operator, value, effect and seconds.
pub fn toleration(field: Field<'_>, ctx: &mut Context<'_>) {
    let [key, operator, value, effect] = field.members(["key", "operator", "value", "effect"]);
    name::check_non_empty(key, ctx, name::qualified_name);
    if key.is_empty() && operator.str_or("").is_some_and(|text| text != "Exists") {
        ctx.invalid(
            operator,
            "without a key, which means all keys, the operator must be Exists",
        )
        .help("set operator: Exists, or give a key");
    }
    let (Some(operator_text), Some(value_text)) = (operator.str_or(""), value.str_or("")) else {
        return;
    };
    match operator_text {
        "" | "Equal" => {
            if let Some(fault) = name::label_value(value_text) {
                ctx.invalid(operator, format!("the value {} {fault}", quote(value_text)))
                    .at(value.span());
            }
        }
        "Exists" => {
            if !value_text.is_empty() {
                ctx.invalid(operator, "the operator Exists takes no value")
                    .related(value.span(), "the value");
            }
        }
        other => {
            ctx.not_supported(operator, other, &["Equal", "Exists"]);
        }
    }
    let Some(effect_text) = effect.str_or("") else { return };
    if field.get("tolerationSeconds").is_set() && effect_text != "NoExecute" {
        ctx.invalid(effect, "tolerationSeconds stands only with the effect NoExecute")
            .related(field.get("tolerationSeconds").key_span(), "the seconds");
    }
    if !effect_text.is_empty() && !EFFECTS.contains(&effect_text) {
        ctx.not_supported(effect, effect_text, &EFFECTS);
    }
}
