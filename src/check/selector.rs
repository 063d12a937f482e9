//! Selectors: of labels, of nodes.

use super::{labels, name, quote};
use crate::rule::Context;
use crate::view::Field;

/// The parts of a selector of labels.
const PARTS: [&str; 2] = ["matchLabels", "matchExpressions"];

/// A label selector: `matchLabels` and `matchExpressions`. Absent and empty ones are fine here.
pub fn label_selector(selector: Field<'_>, ctx: &mut Context<'_>) {
    let [labels, expressions] = selector.members(PARTS);
    labels::check(labels, ctx);
    for requirement in expressions.items() {
        label_requirement(requirement, ctx);
    }
}

/// Whether a label selector selects by nothing at all.
pub fn is_empty(selector: Field<'_>) -> bool {
    selector.members(PARTS).into_iter().all(Field::is_empty)
}

/// One requirement on labels.
pub fn label_requirement(requirement: Field<'_>, ctx: &mut Context<'_>) {
    let operator = requirement.get("operator");
    let values = requirement.get("values");
    match operator.str_or("") {
        Some("In" | "NotIn") => some_values(operator, values, ctx),
        Some("Exists" | "DoesNotExist") => no_values(operator, values, ctx),
        Some(other) => bad_operator(operator, other, &["In", "NotIn", "Exists", "DoesNotExist"], ctx),
        None => {}
    }
    key_and_values(requirement, ctx);
}

fn some_values(operator: Field<'_>, values: Field<'_>, ctx: &mut Context<'_>) {
    if values.is_empty() {
        ctx.required(values, "must be given beside the operators In and NotIn")
            .related(operator.span(), "because of this operator");
    }
}

fn one_value(operator: Field<'_>, values: Field<'_>, ctx: &mut Context<'_>) {
    if values.len() != 1 && (values.is_absent() || values.is_list()) {
        ctx.required(values, "must have exactly one value beside this operator")
            .related(operator.span(), "the operator");
    }
}

fn no_values(operator: Field<'_>, values: Field<'_>, ctx: &mut Context<'_>) {
    if !values.is_empty() {
        ctx.forbidden(values, "may not be given beside the operators Exists and DoesNotExist")
            .related(operator.span(), "because of this operator");
    }
}

fn bad_operator(field: Field<'_>, operator: &str, supported: &[&str], ctx: &mut Context<'_>) {
    let list = supported.join(", ");
    let diagnostic = ctx.invalid(
        field,
        format!("{} is not an operator of this selector", quote(operator)),
    );
    match crate::suggest::nearest(operator, supported.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean {near:?}? operators: {list}")),
        None => diagnostic.help(format!("operators: {list}")),
    };
}

fn label_key(requirement: Field<'_>, ctx: &mut Context<'_>) {
    let key = requirement.get("key");
    if let Some(text) = key.str_or("")
        && let Some(wrong) = name::qualified_name(text)
    {
        ctx.invalid(key, format!("{} {wrong}", quote(text)));
    }
}

fn key_and_values(requirement: Field<'_>, ctx: &mut Context<'_>) {
    label_key(requirement, ctx);
    for value in requirement.get("values").items() {
        name::check_field(value, ctx, name::label_value);
    }
}

/// Whether a label selector selects these labels; none where it holds a fault that leaves this open.
pub fn matches(selector: Field<'_>, labels: Field<'_>) -> Option<bool> {
    matches_by(selector, |key| {
        let entry = labels.entries().find(|entry| entry.key == key)?;
        Some(entry.value.str_or(""))
    })
}

/// The same for labels that are not all written: `label` gives the value of a key, and no text for a value of a wrong type.
pub fn matches_by<'d>(selector: Field<'d>, label: impl Fn(&str) -> Option<Option<&'d str>>) -> Option<bool> {
    let [labels, expressions] = selector.members(PARTS);
    let mut all = true;
    for entry in labels.entries() {
        let wanted = entry.value.str_or("")?;
        all &= match label(entry.key) {
            Some(value) => value? == wanted,
            None => false,
        };
    }
    for requirement in expressions.items() {
        let value = match label(requirement.get("key").str()?) {
            Some(value) => Some(value?),
            None => None,
        };
        let mut among = false;
        for one in requirement.get("values").items() {
            among |= Some(one.str_or("")?) == value;
        }
        all &= match requirement.get("operator").str()? {
            "In" => among,
            "NotIn" => !among,
            "Exists" => value.is_some(),
            "DoesNotExist" => value.is_none(),
            _ => return None,
        };
    }
    Some(all)
}

/// A node selector: at least one term.
pub fn node_selector(selector: Field<'_>, ctx: &mut Context<'_>) {
    let terms = selector.get("nodeSelectorTerms");
    if terms.is_empty() {
        ctx.required(terms, "must have at least one term");
    }
    for term in terms.items() {
        node_selector_term(term, ctx);
    }
}

/// One term of a node selector.
pub fn node_selector_term(term: Field<'_>, ctx: &mut Context<'_>) {
    for requirement in term.get("matchExpressions").items() {
        node_requirement(requirement, ctx);
    }
    for requirement in term.get("matchFields").items() {
        node_field_requirement(requirement, ctx);
    }
}

/// One term of a node preference, in which values that no label can have are worth a warning only.
pub fn preferred_node_term(term: Field<'_>, ctx: &mut Context<'_>) {
    for requirement in term.get("matchExpressions").items() {
        node_operator(requirement, ctx);
        label_key(requirement, ctx);
        for value in requirement.get("values").items() {
            if let Some(text) = value.str_or("")
                && let Some(wrong) = name::label_value(text)
            {
                ctx.warn(value, format!("{} {wrong}", quote(text)));
            }
        }
    }
    for requirement in term.get("matchFields").items() {
        node_field_requirement(requirement, ctx);
    }
}

/// One requirement on a node's labels.
pub fn node_requirement(requirement: Field<'_>, ctx: &mut Context<'_>) {
    node_operator(requirement, ctx);
    key_and_values(requirement, ctx);
}

fn node_operator(requirement: Field<'_>, ctx: &mut Context<'_>) {
    let operator = requirement.get("operator");
    let values = requirement.get("values");
    match operator.str_or("") {
        Some("In" | "NotIn") => some_values(operator, values, ctx),
        Some("Exists" | "DoesNotExist") => no_values(operator, values, ctx),
        Some("Gt" | "Lt") => one_value(operator, values, ctx),
        Some(other) => bad_operator(
            operator,
            other,
            &["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"],
            ctx,
        ),
        None => {}
    }
}

fn node_field_requirement(requirement: Field<'_>, ctx: &mut Context<'_>) {
    let operator = requirement.get("operator");
    let values = requirement.get("values");
    match operator.str_or("") {
        Some("In" | "NotIn") => one_value(operator, values, ctx),
        Some(other) => bad_operator(operator, other, &["In", "NotIn"], ctx),
        None => {}
    }
    let key = requirement.get("key");
    match key.str_or("") {
        Some("metadata.name") => {
            for value in values.items() {
                if let Some(text) = value.str_or("")
                    && let Some(wrong) = name::dns1123_subdomain(text)
                {
                    ctx.invalid(value, format!("{} {wrong}", quote(text)));
                }
            }
        }
        Some(other) => {
            ctx.invalid(
                key,
                format!("{} is not a field that nodes are selected by", quote(other)),
            )
            .help("the only one is metadata.name");
        }
        None => {}
    }
}
