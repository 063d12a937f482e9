use crate::check::{selector, workload};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// A Job leaves its selector to the server, or says that it does not.
    ///
    /// ## What it does
    /// Checks `selector` and `manualSelector`. Where `manualSelector` is true, the selector is there and selects the labels of
    /// the template. Otherwise the server makes the selector and labels for the template, and neither a selector of one's own
    /// nor other values for these labels are allowed. The Jobs of a CronJob never have a selector of their own.
    ///
    /// ## Why is this bad
    /// The selectors of two Jobs must not overlap, and a copied one would. The server refuses it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   selector: {matchLabels: {app: work}}
    ///   template:
    ///     metadata: {labels: {app: work}}
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   manualSelector: true
    ///   selector: {matchLabels: {app: work}}
    ///   template:
    ///     metadata: {labels: {app: work}}
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector>
    id: "job/selector", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Job.batch", "CronJob.batch"], check),
}

/// The label that the generated selector asks for.
const UID: &str = "batch.kubernetes.io/controller-uid";
/// Stands for a value that the server makes up: no label has it.
const UNKNOWN: &str = " ";

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = super::spec(object);
    let field = spec.get("selector");
    let manual = spec.get("manualSelector");
    if object.kind() == "CronJob" {
        if field.is_set() {
            ctx.invalid(field, "may not be set, because each Job gets a selector of its own")
                .at(field.key_span());
        }
        if manual.bool() == Some(true) {
            ctx.not_supported(manual, "true", &["nil", "false"])
                .help("remove it: each Job gets a selector of its own");
        }
        return;
    }
    let before = ctx.count();
    selector::label_selector(field, ctx);
    let well_formed = ctx.count() == before;
    match manual.bool_or(false) {
        Some(true) => check_manual(spec, well_formed, ctx),
        Some(false) => check_generated(object, spec, well_formed, ctx),
        None => {}
    }
}

fn check_manual(spec: Field<'_>, well_formed: bool, ctx: &mut Context<'_>) {
    let field = spec.get("selector");
    let labels = spec.at(&["template", "metadata", "labels"]);
    if field.is_absent() {
        ctx.required(field, "must be given when manualSelector is true")
            .related(spec.get("manualSelector").span(), "because of this");
        ctx.invalid(labels, "no labels fit a selector that is absent");
    } else if well_formed && selector::matches(field, labels) == Some(false) {
        workload::unfit(labels, field, field.get("matchLabels"), ctx);
    }
}

fn check_generated(object: &Object<'_>, spec: Field<'_>, well_formed: bool, ctx: &mut Context<'_>) {
    let field = spec.get("selector");
    let labels = spec.at(&["template", "metadata", "labels"]);
    let meta = object.get("metadata");
    let (Some(name), Some(prefix)) = (meta.get("name").str_or(""), meta.get("generateName").str_or("")) else {
        return;
    };
    let name = if name.is_empty() && !prefix.is_empty() {
        UNKNOWN
    } else {
        name
    };
    let made = |key: &str| match key {
        super::JOB_NAME | super::OLD_JOB_NAME => Some(name),
        UID | "controller-uid" => Some(UNKNOWN),
        _ => None,
    };
    for label in labels.entries() {
        if let (Some(made), Some(value)) = (made(label.key), label.value.str_or(""))
            && made != value
        {
            ctx.invalid(
                label.value,
                format!("the server sets the label {} to another value", label.key),
            )
            .help("remove it; the server adds it");
        }
    }
    if !well_formed {
        return;
    }
    if !field.is_absent() && selector::matches_by(field, |key| made(key).map(Some)) == Some(false) {
        ctx.invalid(field, "is not the one that the server makes")
            .at(field.key_span())
            .help("remove the selector, or set manualSelector: true if it overlaps with no other Job's");
    }
    let label = |key: &str| {
        let written = labels.entries().find(|label| label.key == key);
        written
            .map(|label| label.value.str_or(""))
            .or_else(|| made(key).map(Some))
    };
    let names_uid = field.get("matchLabels").entries().any(|want| want.key == UID);
    let has_uid = names_uid || label(UID) == Some(Some(UNKNOWN));
    if !has_uid || selector::matches_by(field, label) == Some(false) {
        workload::unfit(labels, field, field.get("matchLabels"), ctx);
    }
}
