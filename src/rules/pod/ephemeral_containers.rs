use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Pod, Role};

declare_rule! {
    /// Ephemeral containers, which are added to a running pod only.
    ///
    /// ## What it does
    /// Refuses `ephemeralContainers` in new pods and in templates, and in them what only lasting containers may have:
    /// ports, probes, hooks, resources, policies and mounts of a part of a volume. Checks that `targetContainerName` is a
    /// container of the pod.
    ///
    /// ## Why is this bad
    /// They are made for looking into a running pod, through a request of its own; the server takes them nowhere else.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   ephemeralContainers: [{name: debug, image: busybox, ports: [{containerPort: 80}]}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}, {name: debug, image: busybox}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/>
    id: "pod/ephemeral-containers", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["ephemeralContainers"], check),
}

const FORBIDDEN: [&str; 9] = [
    "ports",
    "resources",
    "resizePolicy",
    "restartPolicy",
    "restartPolicyRules",
    "livenessProbe",
    "readinessProbe",
    "startupProbe",
    "lifecycle",
];

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let list = pod.spec.get("ephemeralContainers");
    if list.is_empty() || !list.is_list() {
        return;
    }
    ctx.forbidden(list, "may not be given for a pod that does not run yet")
        .at(list.key_span())
        .help("add ephemeral containers to the running pod with kubectl debug");
    for container in pod.containers(Role::Ephemeral) {
        for name in FORBIDDEN {
            let field = container.get(name);
            let ignored = match name {
                "resources" => ["limits", "requests", "claims"]
                    .iter()
                    .all(|part| field.get(part).is_absent()),
                // A stop signal alone is a field that servers ignore by default.
                "lifecycle" => {
                    field.get("stopSignal").is_set()
                        && ["postStart", "preStop"].iter().all(|hook| field.get(hook).is_absent())
                }
                _ => false,
            };
            if field.is_set() && !ignored {
                ctx.forbidden(field, format!("an ephemeral container has no {name}"))
                    .at(field.key_span());
            }
        }
        for mount in container.get("volumeMounts").items() {
            for path in mount.members(["subPath", "subPathExpr"]) {
                if path.str().is_some_and(|text| !text.is_empty()) {
                    ctx.forbidden(path, "an ephemeral container mounts whole volumes only");
                }
            }
        }
        let target = container.get("targetContainerName");
        if let Some(wanted) = target.str().filter(|wanted| !wanted.is_empty()) {
            let mut others = pod.containers(Role::Init).chain(pod.containers(Role::Main));
            if !others.any(|other| other.name() == wanted) {
                ctx.not_found(target, wanted);
            }
        }
    }
}
