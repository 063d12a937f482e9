//! Keys of labels whose values the server takes from the pod itself: `matchLabelKeys` and `mismatchLabelKeys`.

use super::{name, quote};
use crate::rule::Context;
use crate::view::{Field, Pod};

/// Checks the keys of a spread constraint or affinity term against its label selector.
///
/// Of a Pod the server first adds a requirement to the selector for each key that the pod has a label of, then judges
/// the outcome; a template it judges as written.
pub fn check(holder: Field<'_>, pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let selector = holder.get("labelSelector");
    let [equal, different] = holder.members(["matchLabelKeys", "mismatchLabelKeys"]);
    for keys in [equal, different] {
        if selector.is_absent() && keys.items().next().is_some() {
            ctx.forbidden(keys, "may not be given without a labelSelector")
                .at(keys.key_span());
            continue;
        }
        for key in keys.items() {
            if let Some(text) = key.str_or("")
                && let Some(wrong) = name::qualified_name(text)
            {
                ctx.invalid(key, format!("{} {wrong}", quote(text)));
            }
        }
    }
    for key in equal.items() {
        if let Some(other) = different.items().find(|other| other.str_or("") == key.str_or("")) {
            ctx.invalid(key, "stands in mismatchLabelKeys too")
                .related(other.span(), "the key there");
        }
    }
    if selector.is_absent() {
        return;
    }
    let written = selector.get("matchExpressions");
    let mut required: Vec<&str> = selector.get("matchLabels").entries().map(|entry| entry.key).collect();
    required.extend(written.items().filter_map(|one| one.get("key").str_or("")));
    if pod.is_pod() {
        let added = labelled(equal, pod).chain(labelled(different, pod));
        for (index, (key, label)) in (written.len()..).zip(added) {
            required.push(key);
            check_added(selector, index, key, label, ctx);
        }
    }
    let keys: Vec<&str> = equal.items().filter_map(|key| key.str_or("")).collect();
    for (index, key) in keys.iter().enumerate() {
        let last = !keys[index + 1..].contains(key);
        if last && required.iter().filter(|other| *other == key).count() > 1 {
            ctx.invalid(holder, format!("{} stands in the labelSelector too", quote(key)))
                .below(&format!("[{index}]"))
                .at(equal.items().nth(index).unwrap_or(equal).span())
                .related(selector.key_span(), "the selector");
        }
    }
}

/// The keys that the pod has a label of.
fn labelled<'d>(keys: Field<'d>, pod: &'d Pod<'d>) -> impl Iterator<Item = (&'d str, Field<'d>)> {
    let labels = pod.meta.get("labels");
    keys.items().filter_map(move |key| {
        let key = key.str_or("")?;
        let label = labels.get(key);
        label.is_written().then_some((key, label))
    })
}

fn check_added(selector: Field<'_>, index: usize, key: &str, label: Field<'_>, ctx: &mut Context<'_>) {
    let path = format!(".matchExpressions[{index}]");
    if let Some(wrong) = name::qualified_name(key) {
        ctx.invalid(selector, format!("{} {wrong}", quote(key)))
            .below(&format!("{path}.key"))
            .at(label.key_span());
    }
    if let Some(value) = label.str_or("")
        && let Some(wrong) = name::label_value(value)
    {
        ctx.invalid(selector, format!("{} {wrong}", quote(value)))
            .below(&format!("{path}.values[0]"))
            .at(label.span());
    }
}
