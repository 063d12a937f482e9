use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// The secrets that a pod's images are pulled with.
    ///
    /// ## What it does
    /// Warns, as the server does, of items of `imagePullSecrets` without a name, and of a name that stands twice.
    ///
    /// ## Why is this bad
    /// An item without a name gives no secret: usually a template lost it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   imagePullSecrets: [{name: ""}, {name: registry}, {name: registry}]
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   imagePullSecrets: [{name: registry}]
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/>
    id: "pod/image-pull-secrets", origin: Server, severity: Warning, since: "0.1.0",
    run: Run::Pod(&["imagePullSecrets"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<Field<'_>> = Vec::new();
    for secret in pod.spec.get("imagePullSecrets").items() {
        let name = secret.get("name");
        if name.is_empty() {
            ctx.warn(name, "the secret has no name");
        } else if let Some(other) = seen.iter().find(|other| other.str() == name.str()) {
            ctx.warn(name, "the secret stands twice")
                .related(other.span(), "the first time");
        }
        seen.push(name);
    }
}
