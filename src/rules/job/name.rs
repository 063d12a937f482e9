use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The name of a Job fits the labels and host names of its pods.
    ///
    /// ## What it does
    /// Checks that the name of a Job can be the value of a label, up to 63 bytes, unless `manualSelector` is true; and that the
    /// name of an indexed Job, with a dash and the highest index behind it, is a DNS label.
    ///
    /// ## Why is this bad
    /// The server labels the pods with the name of the Job, and a pod of an indexed Job has its name and index as host name. It
    /// refuses a Job whose pods could not be created.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work.nightly}
    /// spec:
    ///   completionMode: Indexed
    ///   completions: 3
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work-nightly}
    /// spec:
    ///   completionMode: Indexed
    ///   completions: 3
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-name>
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode>
    id: "job/name", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Job.batch"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = super::spec(object);
    let meta = object.get("metadata");
    let (field, prefix) = (meta.get("name"), meta.get("generateName"));
    let (Some(given), Some(start)) = (field.str_or(""), prefix.str_or("")) else {
        return;
    };
    let (name, place) = if given.is_empty() && !start.is_empty() {
        (generate(start), prefix)
    } else {
        (given.to_owned(), field)
    };
    let labels = spec.at(&["template", "metadata", "labels"]);
    let has = |key| labels.entries().any(|label| label.key == key);
    if spec.get("manualSelector").bool_or(false) == Some(false)
        && !(has(super::JOB_NAME) && has(super::OLD_JOB_NAME))
        && let Some(wrong) = name::label_value(&name)
    {
        let message = format!("{}, which becomes a label of the pods, {wrong}", quote(&name));
        ctx.invalid(spec.at(&["template", "labels"]), message.clone())
            .at(place.span());
        // The labels of the template are those of the Job too, where it has none.
        let own = meta.get("labels");
        if own.is_empty() && !labels.is_empty() && !given.is_empty() {
            ctx.invalid(own, message).at(place.span());
        }
    }
    if super::is_indexed(spec)
        && let Some(Some(completions @ 1..)) = super::completions(object)
        && let Some(wrong) = name::dns1123_label(&format!("{name}-{}", completions - 1))
    {
        let host = format!("{name}-{}", completions - 1);
        let wrong = format!("{}, the host name of the last pod, {wrong}", quote(&host));
        // Where there is no name, the mode that makes host names of it is at hand.
        let place = if name.is_empty() {
            spec.get("completionMode")
        } else {
            place
        };
        ctx.invalid(field, wrong).at(place.span());
    }
}

/// A name as the server would make it: of the prefix what fits, and five random characters.
fn generate(prefix: &str) -> String {
    let end = prefix.floor_char_boundary(58);
    format!("{}bcdfg", &prefix[..end])
}
