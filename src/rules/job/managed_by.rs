use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The controller of a Job is named by a domain and a path.
    ///
    /// ## What it does
    /// Checks that `managedBy`, where it is set, is a DNS name, a slash and a path, such as `example.com/queue`, of up to 63
    /// bytes.
    ///
    /// ## Why is this bad
    /// The server refuses the object.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   managedBy: queue
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: work}
    /// spec:
    ///   managedBy: example.com/queue
    ///   template:
    ///     spec: {restartPolicy: Never, containers: [{name: main, image: work:1}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/controllers/job/#delegation-of-managing-a-job-object-to-external-controller>
    id: "job/managed-by", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Job.batch", "CronJob.batch"], check),
}

/// The longest name, in bytes.
const MAX: usize = 63;

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let field = super::spec(object).get("managedBy");
    let Some(text) = field.str() else {
        return;
    };
    if text.is_empty() {
        ctx.required(field, "may not be empty")
            .help("remove it to have the Job controller do the work");
    } else if let Some(wrong) = name::domain_prefixed_path(text) {
        ctx.invalid(field, format!("{} {wrong}", quote(text)));
    }
    if text.len() > MAX {
        ctx.too_long(field, MAX);
    }
}
