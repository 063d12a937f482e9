use crate::check::name;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Container;

declare_rule! {
    /// ConfigMaps and Secrets whose keys all become environment variables.
    ///
    /// ## What it does
    /// Checks that each item of `envFrom` names one ConfigMap or one Secret, and that `prefix` can begin a variable's name.
    ///
    /// ## Why is this bad
    /// An item without a source adds nothing, and one with two leaves it open which is meant.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     envFrom: [{prefix: WEB_}, {prefix: "A=", secretRef: {name: Web}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     envFrom: [{prefix: WEB_, configMapRef: {name: web}}, {secretRef: {name: web}}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/>
    id: "container/env-from", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Container(&["envFrom"], check),
}

fn check(container: Container<'_>, ctx: &mut Context<'_>) {
    let sources = container.get("envFrom");
    for source in sources.items() {
        name::check_non_empty(source.get("prefix"), ctx, name::env_var_name);
        let references = [source.get("configMapRef"), source.get("secretRef")];
        if source.get("configMapRef").is_wrong() {
            continue;
        }
        for reference in references.into_iter().filter(|reference| reference.is_set()) {
            // The server takes the name as if more were to follow, so it may end with a dash.
            name::check_required(reference.get("name"), ctx, |text| {
                name::generated(name::dns1123_subdomain, text)
            });
        }
        match references.iter().filter(|reference| reference.is_set()).count() {
            0 => {
                ctx.invalid(sources, "each item must have a configMapRef or a secretRef")
                    .at(source.span());
            }
            2 => {
                ctx.invalid(sources, "an item may have one of configMapRef and secretRef, not both")
                    .at(source.span());
            }
            _ => {}
        }
    }
}
