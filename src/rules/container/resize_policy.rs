use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Container;

declare_rule! {
    /// Whether a container is restarted when its resources change.
    ///
    /// ## What it does
    /// Checks that each item of `resizePolicy` names `cpu` or `memory` once, that its policy is `NotRequired` or
    /// `RestartContainer`, and that a restart is asked for only where the pod and the container can restart.
    ///
    /// ## Why is this bad
    /// A container that may not restart could not be resized by a restart.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   restartPolicy: Never
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/>
    id: "container/resize-policy", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Container(&["resizePolicy"], check),
}

const RESOURCES: [&str; 2] = ["cpu", "memory"];
const POLICIES: [&str; 2] = ["NotRequired", "RestartContainer"];

fn check(container: Container<'_>, ctx: &mut Context<'_>) {
    let list = container.get("resizePolicy");
    let mut seen: Vec<&str> = Vec::new();
    for item in list.items() {
        let [resource, policy] = item.members(["resourceName", "restartPolicy"]);
        let (Some(resource_text), Some(policy_text)) = (resource.str_or(""), policy.str_or("")) else {
            continue;
        };
        if seen.contains(&resource_text) {
            ctx.duplicate(item, resource_text).at(resource.span());
        }
        seen.push(resource_text);
        // The server reports these at the list, each kind of fault once.
        let faults = [(resource, resource_text, &RESOURCES), (policy, policy_text, &POLICIES)];
        let known = |text: &str, supported: &[&str]| text.is_empty() || supported.contains(&text);
        if let Some((field, ..)) = faults.iter().find(|(_, text, _)| text.is_empty()) {
            ctx.required(list, format!("each item must have a {}", field.name()))
                .at(field.span());
        }
        if let Some((field, text, supported)) = faults.iter().find(|(_, text, supported)| !known(text, *supported)) {
            ctx.not_supported(list, text, *supported).at(field.span());
        }
        if container.pod.restart_policy() == Some("Never") && policy_text != "NotRequired" {
            ctx.invalid(list, "must be NotRequired where the pod's restartPolicy is Never")
                .at(policy.span())
                .related(container.pod.spec.get("restartPolicy").span(), "the pod's policy");
        }
        if policy_text == "RestartContainer" && container.is_passing() {
            ctx.invalid(policy, "must be NotRequired for an init container that is no sidecar");
        }
    }
}
