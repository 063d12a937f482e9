use std::borrow::Cow;

use super::kinds;
use crate::check::{meta, missing, name, net, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The name of an object fits its kind.
    ///
    /// ## What it does
    /// Checks `metadata.name` and `metadata.generateName`: one of them is given, and it has the form that the kind asks
    /// for. Most kinds take a DNS subdomain, namespaces, Services and StatefulSets a DNS label, roles and their bindings
    /// anything that can stand in the path of a URL. A CronJob's name leaves room for what its Jobs append, a
    /// CustomResourceDefinition and an APIService are named after what they define, an IPAddress is named by its address.
    ///
    /// ## Why is this bad
    /// The server refuses the object. Where a name becomes the host name of pods, it accepts longer names and names with
    /// dots with a warning.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: App_Config}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: app-config}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>
    id: "meta/name", origin: Server, severity: Error, since: "0.1.0",
    run: Run::AnyObject(&[], check),
}

/// A CronJob's Jobs append a dash and ten digits to its name.
const MAX_CRON_JOB: usize = 63 - 11;

fn check(object: &Object<'_>, meta: Field<'_>, ctx: &mut Context<'_>) {
    if !kinds::is_stored(object) {
        return;
    }
    let [field, prefix] = meta.members(["name", "generateName"]);
    if let Some(text) = prefix.str_or("")
        && !text.is_empty()
        && let Some(wrong) = wrong_prefix(object, text)
    {
        ctx.invalid(prefix, format!("{} {wrong}", quote(text)));
    }
    let (Some(given), Some(start)) = (field.str_or(""), prefix.str_or("")) else {
        return;
    };
    if given.is_empty() && start.is_empty() {
        // The server gives a LimitRange a name of its own making.
        if object.group().is_empty() && object.kind() == "LimitRange" {
            return;
        }
        ctx.required(field, missing(field))
            .help("set metadata.name, or metadata.generateName to let the server choose");
        return;
    }
    let name = if given.is_empty() {
        meta::generated_name(start)
    } else {
        Cow::Borrowed(given)
    };
    if let Some(wrong) = wrong_name(object, &name) {
        let found = ctx.invalid(field, format!("{} {wrong}", quote(&name)));
        if given.is_empty() {
            found.at(prefix.span());
        }
    } else {
        warn_host_name(object, field, &name, ctx);
    }
    check_derived(object, field, &name, ctx);
}

/// Whether any text that can stand in a URL's path is a name.
fn is_path_segment(object: &Object<'_>) -> bool {
    matches!(
        (object.group(), object.kind()),
        ("", "Event")
            | ("rbac.authorization.k8s.io", _)
            | ("certificates.k8s.io", "CertificateSigningRequest")
            | ("policy", "PodDisruptionBudget")
            | ("apiregistration.k8s.io", "APIService")
    )
}

/// The form of the kind's names.
fn form(object: &Object<'_>) -> name::Check {
    match (object.group(), object.kind()) {
        _ if is_path_segment(object) => name::path_segment,
        ("", "Namespace" | "Service") | ("apps", "StatefulSet") => name::dns1123_label,
        ("networking.k8s.io", "IPAddress") => net::canonical_ip,
        _ => name::dns1123_subdomain,
    }
}

fn wrong_prefix(object: &Object<'_>, prefix: &str) -> Option<String> {
    match (object.group(), object.kind()) {
        ("certificates.k8s.io", "ClusterTrustBundle") => trust_bundle(object, prefix, true),
        ("apiregistration.k8s.io", "APIService") => {
            name::path_segment_prefix(prefix).or_else(|| not_derived(object, prefix))
        }
        ("apiextensions.k8s.io", _) => {
            name::generated(name::dns1123_subdomain, prefix).or_else(|| not_derived(object, prefix))
        }
        ("networking.k8s.io", "IPAddress") => net::canonical_ip(prefix),
        // These judge the name first, and a prefix beside it only by what holds for all kinds.
        ("", "ReplicationController") | ("resource.k8s.io", "DeviceClass") => {
            let name = object.get("metadata").get("name").str()?;
            name::path_segment_prefix(prefix).filter(|_| name::dns1123_subdomain(name).is_none())
        }
        _ if is_path_segment(object) => name::path_segment(prefix),
        _ => name::generated(form(object), prefix),
    }
}

fn wrong_name(object: &Object<'_>, name: &str) -> Option<String> {
    match (object.group(), object.kind()) {
        ("certificates.k8s.io", "ClusterTrustBundle") => trust_bundle(object, name, false),
        ("batch", "CronJob") => name::dns1123_subdomain(name).or_else(|| {
            (name.len() > MAX_CRON_JOB).then(|| {
                format!(
                    "has {} bytes, at most {MAX_CRON_JOB} are allowed, as its Jobs append 11",
                    name.len()
                )
            })
        }),
        _ => form(object)(name),
    }
}

/// A bundle of a signer is named after it: `example.com:signer:name`.
fn trust_bundle(object: &Object<'_>, name: &str, prefix: bool) -> Option<String> {
    let signer = object.get("spec").get("signerName").str_or("")?;
    let check = |text: &str| {
        if prefix {
            name::generated(name::dns1123_subdomain, text)
        } else {
            name::dns1123_subdomain(text)
        }
    };
    if signer.is_empty() {
        return if name.contains(':') {
            Some("may not hold ':' without a signerName".to_owned())
        } else {
            check(name)
        };
    }
    let start = format!("{}:", signer.replace('/', ":"));
    match name.strip_prefix(&start) {
        Some(rest) => check(rest),
        None => Some(format!("must start with {start:?}, after its signerName")),
    }
}

/// What is wrong with the name of an object that can have only one; nothing where that one cannot be told.
fn not_derived(object: &Object<'_>, name: &str) -> Option<String> {
    let spec = object.get("spec");
    let (first, parts) = match (object.group(), object.kind()) {
        ("apiregistration.k8s.io", "APIService") => (spec.get("version"), "spec.version, '.', spec.group"),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => {
            (spec.get("names").get("plural"), "spec.names.plural, '.', spec.group")
        }
        _ => return None,
    };
    let expected = format!("{}.{}", first.str_or("")?, spec.get("group").str_or("")?);
    (name != expected).then(|| format!("must be {expected:?}: {parts}"))
}

fn check_derived(object: &Object<'_>, field: Field<'_>, name: &str, ctx: &mut Context<'_>) {
    if let Some(wrong) = not_derived(object, name) {
        ctx.invalid(field, format!("{} {wrong}", quote(name)));
    }
}

fn warn_host_name(object: &Object<'_>, field: Field<'_>, name: &str, ctx: &mut Context<'_>) {
    let named = matches!(
        (object.group(), object.kind()),
        ("", "ReplicationController") | ("apps", "Deployment" | "ReplicaSet") | ("batch", "CronJob" | "Job")
    );
    if named && let Some(wrong) = name::dns1123_label(name) {
        ctx.warn(field, format!("{} becomes a host name, but {wrong}", quote(name)))
            .help("name it with a DNS label: lower case letters, digits and '-'");
    }
}
