use crate::check::{int, name};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The backends of an Ingress.
    ///
    /// ## What it does
    /// Checks `defaultBackend` and the backend of every path: exactly one of service and resource, a service with a
    /// valid name and one of port name and port number, a resource with kind and name.
    ///
    /// ## Why is this bad
    /// A path whose backend cannot be told is refused.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop}
    /// spec:
    ///   defaultBackend: {service: {name: Web, port: {name: http, number: 80}}}
    ///   rules:
    ///   - http:
    ///       paths:
    ///       - {path: /, pathType: Prefix, backend: {}}
    ///       - {path: /a, pathType: Prefix, backend: {service: {name: web}}}
    ///       - {path: /b, pathType: Prefix, backend: {service: {name: web, port: {number: 70000}}}}
    ///       - {path: /c, pathType: Prefix, backend: {resource: {kind: Bucket, name: a/b}}}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop}
    /// spec:
    ///   defaultBackend: {service: {name: web, port: {name: http}}}
    ///   rules:
    ///   - http:
    ///       paths:
    ///       - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
    ///       - {path: /c, pathType: Prefix, backend: {resource: {apiGroup: example.com, kind: Bucket, name: files}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource>
    id: "ingress/backend", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Ingress.networking.k8s.io"], check),
}

fn check(ingress: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = ingress.get("spec");
    let default = spec.get("defaultBackend");
    if default.is_set() {
        check_backend(default, ctx);
    }
    if default.is_absent() && spec.get("rules").is_empty() && !spec.get("rules").is_wrong() {
        ctx.invalid(spec, "an Ingress needs rules or a default backend")
            .help("set spec.rules or spec.defaultBackend");
    }
    for rule in spec.get("rules").items() {
        for path in rule.get("http").get("paths").items() {
            // Without a path type the server looks no further.
            if path.get("pathType").is_set() {
                check_backend(path.get("backend"), ctx);
            }
        }
    }
}

fn check_backend(backend: Field<'_>, ctx: &mut Context<'_>) {
    let (service, resource) = (backend.get("service"), backend.get("resource"));
    match (service.is_set(), resource.is_set()) {
        (true, true) => {
            ctx.invalid(backend, "service and resource exclude each other")
                .related(resource.key_span(), "the resource");
        }
        (false, false) if backend.is_wrong() || service.is_wrong() || resource.is_wrong() => {}
        (false, false) => {
            ctx.invalid(backend, "a backend needs a service or a resource");
        }
        (true, false) => check_service(service, backend, ctx),
        (false, true) => check_resource(resource, ctx),
    }
}

fn check_service(service: Field<'_>, backend: Field<'_>, ctx: &mut Context<'_>) {
    name::check_required(service.get("name"), ctx, name::dns1123_label);
    let (port_name, number) = (service.get("port").get("name"), service.get("port").get("number"));
    let (Some(text), Some(port)) = (port_name.str_or(""), number.int_or(0)) else {
        return;
    };
    match (text, port) {
        ("", 0) => {
            ctx.required(backend, "the service needs a port name or a port number");
        }
        ("", _) => int::port(number, ctx),
        (_, 0) => name::check_field(port_name, ctx, name::port_name),
        _ => {
            ctx.invalid(backend, "port name and port number exclude each other");
        }
    }
}

fn check_resource(resource: Field<'_>, ctx: &mut Context<'_>) {
    name::check_field(resource.get("apiGroup"), ctx, name::dns1123_subdomain);
    name::check_required(resource.get("kind"), ctx, name::path_segment);
    name::check_required(resource.get("name"), ctx, name::path_segment);
}
