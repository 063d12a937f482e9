use crate::check::requirements::{self, Requirements};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Container, Role};

declare_rule! {
    /// What a container asks for: cpu, memory, devices.
    ///
    /// ## What it does
    /// Checks that `limits` and `requests` name resources of containers with amounts not below 0, that no request is
    /// above its limit (and is equal to it for huge pages and extended resources), that huge pages come in whole pages
    /// and with cpu or memory, and that `claims` name claims of the pod. Warns of fractions of bytes.
    ///
    /// ## Why is this bad
    /// The scheduler could never place the pod, or the kubelet not run it.
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
    ///     resources:
    ///       requests: {memory: 2Gi, gpu: 1}
    ///       limits: {memory: 1Gi}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     resources:
    ///       requests: {memory: 1Gi}
    ///       limits: {memory: 2Gi, example.com/gpu: 1}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/>
    id: "container/resources", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Container(&["resources"], check),
}

fn check(container: Container<'_>, ctx: &mut Context<'_>) {
    let resources = container.get("resources");
    if !resources.is_set() {
        return;
    }
    let requirements = Requirements::of_container(container);
    requirements::check(resources, &requirements, false, ctx);
    requirements::check_claims(resources.get("claims"), container.pod.spec.get("resourceClaims"), ctx);
    if container.role != Role::Ephemeral {
        requirements::warn_fractions_of(&requirements.limits, ctx);
        requirements::warn_fractions_of(&requirements.requests, ctx);
    }
}
