use crate::check::{int, name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The group, version, service and priorities of an APIService.
    ///
    /// ## What it does
    /// Checks `spec`: the name is version.group, the version is a DNS label, the group may be empty for v1 only,
    /// the priorities are in their ranges, and a service has name, namespace and port; TLS settings need a service
    /// and exclude each other.
    ///
    /// ## Why is this bad
    /// The aggregation layer could not route requests otherwise.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apiregistration.k8s.io/v1
    /// kind: APIService
    /// metadata: {name: v1beta1.metrics.example.com}
    /// spec:
    ///   group: metrics.example.com
    ///   version: v1beta1
    ///   groupPriorityMinimum: 0
    ///   versionPriority: 1001
    ///   insecureSkipTLSVerify: true
    ///   caBundle: YQ==
    ///   service: {name: "", port: 70000}
    /// ```
    /// ```yaml,good
    /// apiVersion: apiregistration.k8s.io/v1
    /// kind: APIService
    /// metadata: {name: v1beta1.metrics.example.com}
    /// spec:
    ///   group: metrics.example.com
    ///   version: v1beta1
    ///   groupPriorityMinimum: 100
    ///   versionPriority: 100
    ///   insecureSkipTLSVerify: true
    ///   service: {name: metrics, namespace: monitoring}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/>
    id: "apiservice/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["APIService.apiregistration.k8s.io"], check),
}

fn check(service: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = service.get("spec");
    check_names(service, ctx);
    int::in_range(spec.get("groupPriorityMinimum"), ctx, 1..=20_000);
    if spec.get("groupPriorityMinimum").is_absent() {
        ctx.invalid(spec.get("groupPriorityMinimum"), "must be from 1 to 20000");
    }
    int::in_range(spec.get("versionPriority"), ctx, 1..=1000);
    if spec.get("versionPriority").is_absent() {
        ctx.invalid(spec.get("versionPriority"), "must be from 1 to 1000");
    }
    let target = spec.get("service");
    let (insecure, bundle) = (spec.get("insecureSkipTLSVerify"), spec.get("caBundle"));
    let skips = insecure.bool() == Some(true);
    if target.is_set() {
        for part in target.members(["namespace", "name"]) {
            if part.is_empty() {
                ctx.required(part, format!("the service needs its {}", part.name()));
            }
        }
        int::port(target.get("port"), ctx);
        if skips && !bundle.is_empty() {
            ctx.invalid(insecure, "a bundle is given to verify with")
                .related(bundle.key_span(), "the bundle");
        }
    } else if target.is_absent() {
        if skips {
            ctx.invalid(insecure, "an APIService without service is local and has no TLS");
        }
        if !bundle.is_empty() {
            ctx.invalid(bundle, "an APIService without service is local and has no TLS");
        }
    }
}

fn check_names(service: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = service.get("spec");
    let (group, version) = (spec.get("group"), spec.get("version"));
    let (Some(group_text), Some(version_text)) = (group.str_or(""), version.str_or("")) else {
        return;
    };
    let name = service.get("metadata").get("name");
    let wanted = format!("{version_text}.{group_text}");
    if name.str().is_some_and(|text| !text.is_empty() && text != wanted) {
        ctx.invalid(name, format!("the name must be version and group: {wanted}"))
            .related(spec.key_span(), "version and group");
    }
    if group_text.is_empty() {
        if version_text != "v1" {
            ctx.required(group, "only v1 may have an empty group");
        }
    } else {
        name::check_field(group, ctx, name::dns1123_subdomain);
    }
    if let Some(fault) = name::dns1035_label(version_text) {
        ctx.invalid(version, format!("{} {fault}", quote(version_text)));
    }
}
