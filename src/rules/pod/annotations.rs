use crate::check::{path, quote};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Entry, Field, Pod, Role};

declare_rule! {
    /// Annotations of pods that the server reads.
    ///
    /// ## What it does
    /// Checks the annotations that mark mirror pods, give the cost of deleting a pod, and, from the time before there were
    /// fields for it, tolerations and the seccomp and AppArmor profiles, which may not contradict the fields. Warns of
    /// those that do nothing any more.
    ///
    /// ## Why is this bad
    /// An old annotation beside a new field leaves it open which is meant.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   annotations:
    ///     controller.kubernetes.io/pod-deletion-cost: high
    ///     seccomp.security.alpha.kubernetes.io/pod: unconfined
    /// spec:
    ///   securityContext: {seccompProfile: {type: RuntimeDefault}}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   annotations: {controller.kubernetes.io/pod-deletion-cost: "100"}
    /// spec:
    ///   securityContext: {seccompProfile: {type: RuntimeDefault}}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/labels-annotations-taints/>
    id: "pod/annotations", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&[], check),
}

const MIRROR: &str = "kubernetes.io/config.mirror";
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";
const TOLERATIONS: &str = "scheduler.alpha.kubernetes.io/tolerations";
const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

/// Annotations that have done something once, and the field that does it now.
const DEAD: [(&str, &str); 3] = [
    ("scheduler.alpha.kubernetes.io/critical-pod", "priorityClassName"),
    ("security.alpha.kubernetes.io/sysctls", "securityContext.sysctls"),
    ("security.alpha.kubernetes.io/unsafe-sysctls", "securityContext.sysctls"),
];

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    for entry in pod.meta.get("annotations").entries() {
        let Some(value) = entry.value.str_or("") else { continue };
        match entry.key {
            MIRROR if pod.spec.get("nodeName").str_or("") == Some("") => {
                invalid(pod, &entry, "a mirror pod must have a nodeName", ctx);
            }
            DELETION_COST if !is_cost(value) => {
                invalid(
                    pod,
                    &entry,
                    &format!("{} is not an integer of 32 bits", quote(value)),
                    ctx,
                );
            }
            TOLERATIONS if !value.is_empty() => tolerations(pod, &entry, value, ctx),
            SECCOMP_POD => {
                let profile = pod.spec.at(&["securityContext", "seccompProfile"]);
                seccomp(pod, &entry, value, profile, ctx);
            }
            key => {
                if let Some(name) = key.strip_prefix(SECCOMP_CONTAINER) {
                    let container = pod.all_containers().find(|container| container.name() == name);
                    let holder = container.map_or(pod.meta, |container| container.field);
                    seccomp(
                        pod,
                        &entry,
                        value,
                        holder.at(&["securityContext", "seccompProfile"]),
                        ctx,
                    );
                } else if let Some(name) = key.strip_prefix(APP_ARMOR) {
                    app_armor(pod, &entry, name, value, ctx);
                } else if let Some((_, field)) = DEAD.iter().find(|(dead, _)| *dead == key) {
                    ctx.warn(entry.value, "the annotation does nothing any more")
                        .at(entry.key_span)
                        .help(format!("use the field {field}"));
                }
            }
        }
    }
}

fn invalid(pod: &Pod<'_>, entry: &Entry<'_>, message: &str, ctx: &mut Context<'_>) {
    let path = format!("{}[{}]", pod.annotations_path(ctx.object()), entry.key);
    ctx.invalid(entry.value, message).path(path);
}

fn is_cost(value: &str) -> bool {
    let padded = value.starts_with('+') || (value.len() > 1 && value.starts_with('0'));
    !padded && value.parse::<i32>().is_ok()
}

fn tolerations(pod: &Pod<'_>, entry: &Entry<'_>, value: &str, ctx: &mut Context<'_>) {
    let parsed = serde_json::from_str::<Option<Vec<Option<serde_json::Map<_, _>>>>>(value);
    if let Err(error) = parsed {
        let path = pod.annotations_path(ctx.object());
        ctx.invalid(entry.value, format!("is not a list of tolerations in JSON: {error}"))
            .path(path)
            .help("give them in spec.tolerations");
    }
}

fn seccomp(pod: &Pod<'_>, entry: &Entry<'_>, value: &str, profile: Field<'_>, ctx: &mut Context<'_>) {
    let local = value.strip_prefix("localhost/");
    let wrong = match local {
        Some(local) => path::local_descending(local).map(|wrong| format!("{} {wrong}", quote(local))),
        None if matches!(value, "runtime/default" | "docker/default" | "unconfined") => None,
        None => Some(format!("{} is not a seccomp profile", quote(value))),
    };
    if let Some(wrong) = wrong {
        let path = format!("{}.{}", pod.annotations_path(ctx.object()), entry.key);
        ctx.invalid(entry.value, wrong).path(path);
    }
    if profile.is_absent() {
        ctx.warn(entry.value, "the annotation does nothing any more")
            .at(entry.key_span)
            .help("use the field seccompProfile");
    }
    let kind = match value {
        "runtime/default" | "docker/default" => "RuntimeDefault",
        "unconfined" => "Unconfined",
        _ => "",
    };
    must_match(entry, kind, local, profile, ctx);
}

fn app_armor(pod: &Pod<'_>, entry: &Entry<'_>, name: &str, value: &str, ctx: &mut Context<'_>) {
    let local = value.strip_prefix("localhost/");
    let kind = match value {
        "runtime/default" => "RuntimeDefault",
        "unconfined" => "Unconfined",
        _ => "",
    };
    if kind.is_empty() && local.is_none() && !value.is_empty() {
        invalid(pod, entry, &format!("{} is not an AppArmor profile", quote(value)), ctx);
    }
    let mut names = pod.all_containers().map(|container| container.get("name").str_or(""));
    let readable = Role::ALL.iter().all(|role| {
        let list = pod.list(*role);
        list.is_absent() || list.is_list()
    });
    if !readable || names.any(|name| name.is_none()) {
        return;
    }
    let Some(container) = pod.all_containers().find(|container| container.name() == name) else {
        invalid(pod, entry, &format!("there is no container {}", quote(name)), ctx);
        return;
    };
    let mut profile = container.field.at(&["securityContext", "appArmorProfile"]);
    if profile.is_absent() {
        ctx.warn(entry.value, "the annotation has been replaced by a field")
            .at(entry.key_span)
            .help("use the field appArmorProfile");
        // Of a Pod, the annotation becomes the container's profile; in a template the pod's profile would hold.
        let general = pod.spec.at(&["securityContext", "appArmorProfile"]);
        if pod.is_pod() || general.is_absent() {
            return;
        }
        let before = ctx.count();
        must_match(entry, kind, local, general, ctx);
        let part = if local.is_some() && general.get("type").str() == Some("Localhost") {
            "localhostProfile"
        } else {
            "type"
        };
        profile = profile.get(part);
        let path = profile.path(ctx.object());
        ctx.set_path_since(before, &path);
    } else if pod.os() != "windows" {
        must_match(entry, kind, local, profile, ctx);
    }
}

/// The profile of the annotation, `kind` or a local one, must be that of the field.
fn must_match(entry: &Entry<'_>, kind: &str, local: Option<&str>, profile: Field<'_>, ctx: &mut Context<'_>) {
    let [own, own_local] = profile.members(["type", "localhostProfile"]);
    let field = match (own.str(), local) {
        (Some("Localhost"), Some(local)) if own_local.str_or("").is_some_and(|own| own != local) => own_local,
        (Some("Localhost"), None) => own,
        (Some(set @ ("RuntimeDefault" | "Unconfined")), _) if set != kind => own,
        _ => return,
    };
    ctx.forbidden(field, "contradicts the annotation")
        .related(entry.value.span(), "the annotation");
}
