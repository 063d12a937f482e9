use crate::check::name;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// What a pod is bound to.
    ///
    /// ## What it does
    /// Checks that `metadata.name` names the pod, in a namespace that can exist, and that `target` names a Node.
    ///
    /// ## Why is this bad
    /// The server finds the pod by the name of the binding; pods are bound to nodes only.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Binding
    /// metadata: {name: web}
    /// target: {kind: Pod}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Binding
    /// metadata: {name: web}
    /// target: {kind: Node, name: node-1}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/binding-v1/>
    id: "binding/target", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Binding"], check),
}

fn check(binding: &Object<'_>, ctx: &mut Context<'_>) {
    let meta = binding.get("metadata");
    let (pod, namespace) = (meta.get("name"), meta.get("namespace"));
    if pod.is_empty() {
        ctx.required(pod, "a binding has the name of the pod it binds");
    }
    name::check_non_empty(pod, ctx, name::path_segment);
    name::check_non_empty(namespace, ctx, name::dns1123_label);
    let target = binding.get("target");
    let (kind, name) = (target.get("kind"), target.get("name"));
    if let Some(text) = kind.str().filter(|text| !matches!(*text, "" | "Node")) {
        ctx.not_supported(kind, text, &["Node"]);
    }
    if name.is_empty() {
        ctx.required(name, "a pod is bound to a node by its name");
    }
}
