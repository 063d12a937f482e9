use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// The operating system of a pod, and fields that only the other one has.
    ///
    /// ## What it does
    /// Checks that `os.name` is `linux` or `windows`, that a Linux pod has no Windows options, and that a Windows pod sets
    /// nothing that exists on Linux only, such as `fsGroup`, `privileged` or `hostPID`.
    ///
    /// ## Why is this bad
    /// The kubelet of the other system would ignore the field, and with it perhaps a promise of security.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   os: {name: windows}
    ///   hostPID: true
    ///   containers: [{name: web, image: web:1, securityContext: {runAsUser: 1000}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   os: {name: windows}
    ///   containers: [{name: web, image: web:1, securityContext: {windowsOptions: {runAsUserName: web}}}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/#pod-os>
    id: "pod/target-os", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["os"], check),
}

/// Fields of the pod's security context that Windows does not have.
const POD: [&str; 11] = [
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "sysctls",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "seLinuxChangePolicy",
];

/// Fields of a container's security context that Windows does not have.
const CONTAINER: [&str; 10] = [
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
];

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let os = pod.spec.get("os");
    let name = os.get("name");
    let context = pod.spec.get("securityContext");
    let contexts = || pod.all_containers().map(|container| container.get("securityContext"));
    match name.str_or("") {
        Some("") if os.is_set() => {
            ctx.required(name, "must be given");
        }
        Some("linux") => {
            for context in std::iter::once(context).chain(contexts()) {
                refuse(context.get("windowsOptions"), "Linux", ctx);
            }
        }
        Some("windows") => {
            for field in POD.map(|name| context.get(name)) {
                // An empty list of sysctls sets nothing.
                if field.name() != "sysctls" || !field.is_empty() {
                    refuse(field, "Windows", ctx);
                }
            }
            for field in contexts().flat_map(|context| CONTAINER.map(|name| context.get(name))) {
                refuse(field, "Windows", ctx);
            }
            for field in pod.spec.members(["hostUsers", "shareProcessNamespace", "resources"]) {
                refuse(field, "Windows", ctx);
            }
            for name in ["hostPID", "hostIPC"].into_iter().filter(|name| pod.has(name)) {
                refuse(pod.spec.get(name), "Windows", ctx);
            }
        }
        Some(other) if !other.is_empty() => {
            ctx.not_supported(os, other, &["linux", "windows"]).at(name.span());
        }
        _ => {}
    }
}

fn refuse(field: Field<'_>, system: &str, ctx: &mut Context<'_>) {
    if field.is_set() {
        ctx.forbidden(field, format!("{} may not be set for a {system} pod", field.name()));
    }
}
