//! What the workloads that keep pods running have in common: a selector that fits the template, and pods without an end.

use super::{quote, selector};
use crate::rule::Context;
use crate::view::Field;

/// The selector of a workload: there, not empty, well formed, and fitting the labels of the template.
pub fn required_selector(spec: Field<'_>, ctx: &mut Context<'_>) {
    let field = spec.get("selector");
    if field.is_absent() {
        ctx.required(field, "must be given")
            .help("set matchLabels to labels that the template has");
    }
    if !well_formed_selector(spec, ctx) {
        ctx.invalid(field, "selects nothing, because a part of it is invalid");
    }
}

/// The selector of a workload, fitting the labels of the template. Gives false where it is not well formed.
pub fn well_formed_selector(spec: Field<'_>, ctx: &mut Context<'_>) -> bool {
    let field = spec.get("selector");
    let before = ctx.count();
    selector::label_selector(field, ctx);
    if ctx.count() > before {
        return false;
    }
    let labels = spec.at(&["template", "metadata", "labels"]);
    if field.is_absent() {
        ctx.invalid(labels, "no labels fit a selector that is absent");
    } else if selector::is_empty(field) {
        ctx.invalid(field, "is empty and would select every pod")
            .help("set matchLabels to labels that the template has");
    } else if selector::matches(field, labels) == Some(false) {
        unfit(labels, field, field.get("matchLabels"), ctx);
    }
    true
}

/// Reports labels that a selector does not select.
pub fn unfit(labels: Field<'_>, selector: Field<'_>, wanted: Field<'_>, ctx: &mut Context<'_>) {
    let missed = wanted.entries().find(|want| {
        let has = labels.entries().find(|has| has.key == want.key);
        has.is_none_or(|has| has.value.str_or("") != want.value.str_or(""))
    });
    let found = ctx.invalid(labels, "the selector does not select these labels");
    match missed {
        Some(want) => {
            let value = quote(want.value.str().unwrap_or_default());
            found
                .related(want.key_span, "the selector wants this label")
                .help(format!("give the template the label {}: {value}", want.key));
        }
        None => {
            found.related(selector.key_span(), "the selector is here");
        }
    }
}

/// The template of pods that are started again and again: they have no other restart policy and no deadline.
pub fn lasting_pods(template: Field<'_>, ctx: &mut Context<'_>) {
    let [policy, deadline] = template.get("spec").members(["restartPolicy", "activeDeadlineSeconds"]);
    if let Some(text) = policy.non_empty_or("Always")
        && text != "Always"
    {
        ctx.not_supported(policy, text, &["Always"])
            .help("pods of this kind are always restarted; a Job runs pods that end");
    }
    if deadline.is_set() {
        ctx.forbidden(deadline, "may not be set on pods that are kept running")
            .help("remove it; a Job runs pods for a limited time");
    }
}
