use crate::check::{name, quote, storage};
use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The provisioner, parameters and topologies of a StorageClass.
    ///
    /// ## What it does
    /// Checks `provisioner`, the keys and size of `parameters`, `reclaimPolicy`, `volumeBindingMode`, and that
    /// `allowedTopologies` name each key and value once and each topology once.
    ///
    /// ## Why is this bad
    /// Volumes of the class would inherit what is wrong here.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: storage.k8s.io/v1
    /// kind: StorageClass
    /// metadata: {name: fast}
    /// parameters: {"": x}
    /// reclaimPolicy: Recycle
    /// volumeBindingMode: Later
    /// allowedTopologies:
    /// - matchLabelExpressions: [{key: "a b", values: []}, {key: zone, values: [a, a]}, {key: zone, values: [b]}]
    /// ```
    /// ```yaml,good
    /// apiVersion: storage.k8s.io/v1
    /// kind: StorageClass
    /// metadata: {name: fast}
    /// provisioner: csi.example.com
    /// parameters: {type: gp3}
    /// reclaimPolicy: Retain
    /// volumeBindingMode: WaitForFirstConsumer
    /// allowedTopologies: [{matchLabelExpressions: [{key: topology.kubernetes.io/zone, values: [a, b]}]}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/storage-classes/>
    id: "storageclass/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["StorageClass.storage.k8s.io"], check),
}

const RECLAIM: [&str; 2] = ["Delete", "Retain"];
const BINDING: [&str; 2] = ["Immediate", "WaitForFirstConsumer"];

fn check(class: &Object<'_>, ctx: &mut Context<'_>) {
    let provisioner = class.get("provisioner");
    storage::driver_name(provisioner, ctx);
    storage::parameters(class.get("parameters"), true, ctx);
    for (name, known) in [("reclaimPolicy", RECLAIM), ("volumeBindingMode", BINDING)] {
        let field = class.get(name);
        // An empty reclaim policy gets the default, an empty binding mode does not.
        let defaulted = field.is_empty() && name == "reclaimPolicy";
        if let Some(text) = field.str().filter(|text| !defaulted && !known.contains(text)) {
            ctx.not_supported(field, text, &known);
        }
    }
    check_topologies(class.get("allowedTopologies"), ctx);
}

fn check_topologies(topologies: Field<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<Vec<(&str, Vec<&str>)>> = Vec::new();
    for topology in topologies.items() {
        let expressions = topology.get("matchLabelExpressions");
        let mut terms: Vec<(&str, Vec<&str>)> = Vec::new();
        for expression in expressions.items() {
            let term = check_expression(expression, &terms, ctx);
            terms.extend(term);
        }
        terms.sort();
        // To the server a term of nothing is one that it has seen.
        if terms.is_empty() || seen.contains(&terms) {
            let message = if terms.is_empty() {
                "a topology needs at least one expression"
            } else {
                "the same topology stands twice"
            };
            ctx.error(expressions, Reason::FieldValueDuplicate, message);
        }
        seen.push(terms);
    }
}

/// Checks one expression; its key and sorted values, unless another has the key already.
fn check_expression<'d>(
    expression: Field<'d>,
    before: &[(&str, Vec<&str>)],
    ctx: &mut Context<'_>,
) -> Option<(&'d str, Vec<&'d str>)> {
    let (key, values) = (expression.get("key"), expression.get("values"));
    let text = key.str_or("")?;
    if values.is_empty() {
        ctx.required(values, "a topology needs at least one value");
    }
    let mut found: Vec<&str> = Vec::new();
    for value in values.items() {
        let Some(one) = value.str_or("") else { continue };
        if found.contains(&one) {
            ctx.duplicate(value, one);
        } else {
            found.push(one);
        }
    }
    if let Some(fault) = name::qualified_name(text) {
        ctx.invalid(key, format!("{} {fault}", quote(text)));
    }
    if before.iter().any(|(other, _)| *other == text) {
        ctx.duplicate(key, text);
        return None;
    }
    found.sort_unstable();
    Some((text, found))
}
