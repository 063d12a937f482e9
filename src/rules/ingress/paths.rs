use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The paths and hosts of an Ingress.
    ///
    /// ## What it does
    /// Checks each rule: a host that is a DNS name or a wildcard and no IP address, at least one path, a path type
    /// that is known, and for `Exact` and `Prefix` an absolute path without `//`, `/./`, `/../` or encoded slashes.
    ///
    /// ## Why is this bad
    /// Controllers match requests on these; the server refuses what none could match.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop}
    /// spec:
    ///   rules:
    ///   - host: Shop.example.com
    ///   - host: 10.0.0.1
    ///     http:
    ///       paths:
    ///       - {path: a, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
    ///       - {path: /a//b, pathType: Exact, backend: {service: {name: web, port: {number: 80}}}}
    ///       - {path: /, pathType: Regex, backend: {service: {name: web, port: {number: 80}}}}
    ///       - {path: /, backend: {service: {name: web, port: {number: 80}}}}
    ///   - host: "*.*.example.com"
    ///     http: {paths: []}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop}
    /// spec:
    ///   rules:
    ///   - host: "*.example.com"
    ///     http:
    ///       paths:
    ///       - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
    ///       - {pathType: ImplementationSpecific, backend: {service: {name: web, port: {number: 80}}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types>
    id: "ingress/paths", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Ingress.networking.k8s.io"], check),
}

const TYPES: [&str; 3] = ["Exact", "Prefix", "ImplementationSpecific"];

fn check(ingress: &Object<'_>, ctx: &mut Context<'_>) {
    for rule in ingress.get("spec").get("rules").items() {
        check_host(rule.get("host"), ctx);
        let http = rule.get("http");
        if !http.is_set() {
            continue;
        }
        let paths = http.get("paths");
        if paths.is_empty() {
            ctx.required(paths, "a rule needs at least one path");
        }
        for path in paths.items() {
            check_path(path, ctx);
        }
    }
}

fn check_host(host: Field<'_>, ctx: &mut Context<'_>) {
    let Some(text) = host.str().filter(|text| !text.is_empty()) else {
        return;
    };
    if text.parse::<std::net::IpAddr>().is_ok() {
        ctx.invalid(
            host,
            format!("{} is an IP address where a DNS name is wanted", quote(text)),
        );
    }
    if text.contains('*') {
        name::check_field(host, ctx, name::wildcard_dns1123_subdomain);
    } else {
        name::check_field(host, ctx, name::dns1123_subdomain);
    }
}

fn check_path(path: Field<'_>, ctx: &mut Context<'_>) {
    let (text, kind) = (path.get("path"), path.get("pathType"));
    match kind.str_or("") {
        Some("") if kind.is_absent() => {
            ctx.required(kind, "a path needs a type")
                .help("set pathType to Prefix, Exact or ImplementationSpecific");
        }
        Some("ImplementationSpecific") => {
            if text
                .str()
                .is_some_and(|text| !text.is_empty() && !text.starts_with('/'))
            {
                ctx.invalid(text, "the path is not absolute").help("start it with /");
            }
        }
        Some("Exact" | "Prefix") => check_strict_path(text, ctx),
        Some(other) => {
            ctx.not_supported(kind, other, &TYPES);
        }
        None => {}
    }
}

fn check_strict_path(field: Field<'_>, ctx: &mut Context<'_>) {
    let Some(text) = field.str_or("") else { return };
    if !text.starts_with('/') {
        ctx.invalid(field, format!("{} is not an absolute path", quote(text)))
            .help("start it with /");
    }
    let lower = text.to_ascii_lowercase();
    for part in ["//", "/./", "/../", "%2f"]
        .into_iter()
        .filter(|part| lower.contains(part))
    {
        ctx.invalid(field, format!("{} may not contain {part}", quote(text)));
    }
    for end in ["/..", "/."].into_iter().filter(|end| text.ends_with(end)) {
        ctx.invalid(field, format!("{} may not end with {end}", quote(text)));
    }
}
