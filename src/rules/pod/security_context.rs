use crate::check::{enums, quote, security};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// The security context that all containers of a pod share.
    ///
    /// ## What it does
    /// Checks users and groups, the seccomp and AppArmor profiles, the Windows options, the policies for groups, volumes
    /// and SELinux, and the sysctls: their names, that each stands once, and that none is one the host shares.
    ///
    /// ## Why is this bad
    /// The kubelet could not start the pod with such settings; a sysctl of the host's network or IPC would change the host.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   hostNetwork: true
    ///   securityContext:
    ///     fsGroup: -1
    ///     seccompProfile: {type: Localhost}
    ///     sysctls: [{name: net.core.somaxconn, value: "1024"}]
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   securityContext:
    ///     fsGroup: 1000
    ///     seccompProfile: {type: RuntimeDefault}
    ///     sysctls: [{name: net.core.somaxconn, value: "1024"}]
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/configure-pod-container/security-context/>
    /// - <https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/>
    id: "pod/security-context", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["securityContext"], check),
}

const MAX_SYSCTL: usize = 253;

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let context = pod.spec.get("securityContext");
    security::check(context, ctx);
    security::numeric_id(context.get("fsGroup"), ctx);
    for group in context.get("supplementalGroups").items() {
        security::numeric_id(group, ctx);
    }
    enums::check(context.get("fsGroupChangePolicy"), ctx, &["Always", "OnRootMismatch"]);
    enums::check(context.get("supplementalGroupsPolicy"), ctx, &["Merge", "Strict"]);
    enums::check(context.get("seLinuxChangePolicy"), ctx, &["MountOption", "Recursive"]);
    let mut seen: Vec<Field<'_>> = Vec::new();
    for sysctl in context.get("sysctls").items() {
        let name = sysctl.get("name");
        let Some(text) = name.str_or("") else { continue };
        if text.is_empty() {
            ctx.required(name, "must be given");
        } else if let Some(other) = seen.iter().find(|other| other.str() == Some(text)) {
            ctx.duplicate(name, text).related(other.span(), "the first time");
        } else if text.len() > MAX_SYSCTL || !is_sysctl(text) {
            ctx.invalid(name, format!("{} is not the name of a sysctl", quote(text)))
                .help("names are lower case letters, digits, '-' and '_', joined by '.' or '/'");
        }
        check_shared(pod, name, text, ctx);
        seen.push(name);
    }
}

fn is_sysctl(text: &str) -> bool {
    let alphanumeric = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.split(['.', '/']).all(|part| {
        part.starts_with(alphanumeric)
            && part.ends_with(alphanumeric)
            && part.chars().all(|c| alphanumeric(c) || c == '-' || c == '_')
    })
}

/// A sysctl that the kernel keeps for each network or IPC namespace may not be set where that is the host's.
fn check_shared(pod: &Pod<'_>, name: Field<'_>, text: &str, ctx: &mut Context<'_>) {
    let dotted = dotted(text);
    let shared = if dotted.starts_with("net.") {
        "hostNetwork"
    } else if dotted == "kernel.sem"
        || ["kernel.shm", "kernel.msg", "fs.mqueue."]
            .iter()
            .any(|start| dotted.starts_with(start))
    {
        "hostIPC"
    } else {
        return;
    };
    if pod.has(shared) {
        ctx.invalid(name, format!("{} may not be set where {shared} is true", quote(text)))
            .related(pod.spec.get(shared).span(), "shared with the host");
    }
}

/// The name with dots for separators: where a slash comes first, slashes separate and dots are letters.
fn dotted(text: &str) -> String {
    if text.find(['.', '/']).is_none_or(|at| text[at..].starts_with('.')) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| match c {
            '/' => '.',
            '.' => '/',
            other => other,
        })
        .collect()
}
