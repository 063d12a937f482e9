use crate::check::enums;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Container, Role};

declare_rule! {
    /// The image of a container and when it is pulled.
    ///
    /// ## What it does
    /// Checks that `image` is given and, outside templates, has no blanks around it, and that `imagePullPolicy` is one of
    /// `Always`, `IfNotPresent` and `Never`.
    ///
    /// ## Why is this bad
    /// Without an image there is nothing to run.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   initContainers: [{name: setup}]
    ///   containers: [{name: web, image: "web:1 ", imagePullPolicy: always}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   initContainers: [{name: setup, image: setup:1}]
    ///   containers: [{name: web, image: web:1, imagePullPolicy: Always}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/containers/images/>
    id: "container/image", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Container(&[], check),
}

fn check(container: Container<'_>, ctx: &mut Context<'_>) {
    let [image, policy] = container.field.members(["image", "imagePullPolicy"]);
    match image.str_or("") {
        Some("") => {
            ctx.required(image, "must be given");
        }
        // Other templates may be filled in by a controller, so the server lets them pass.
        Some(text) if text.trim() != text && (container.pod.is_pod() || container.role == Role::Ephemeral) => {
            ctx.invalid(image, format!("{text:?} has blanks around it"));
        }
        _ => {}
    }
    enums::check_non_empty(policy, ctx, &["Always", "IfNotPresent", "Never"]);
}
