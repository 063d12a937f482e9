use crate::check::name;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The controller and the parameters of an IngressClass.
    ///
    /// ## What it does
    /// Checks `spec.controller`, a domain with a path of at most 250 characters, and `spec.parameters`: kind, name,
    /// scope, and the namespace that the scope asks for.
    ///
    /// ## Why is this bad
    /// No controller would feel responsible for a class without them.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: IngressClass
    /// metadata: {name: nginx}
    /// spec: {controller: nginx, parameters: {kind: Settings, name: a/b, scope: Namespace}}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.k8s.io/v1
    /// kind: IngressClass
    /// metadata: {name: nginx}
    /// spec:
    ///   controller: example.com/nginx
    ///   parameters: {apiGroup: example.com, kind: Settings, name: x, scope: Namespace, namespace: default}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class>
    id: "ingressclass/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["IngressClass.networking.k8s.io"], check),
}

const MAX_CONTROLLER: usize = 250;

fn check(class: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = class.get("spec");
    let controller = spec.get("controller");
    if controller.str().is_some_and(|text| text.len() > MAX_CONTROLLER) {
        ctx.too_long(controller, MAX_CONTROLLER);
    }
    name::check_required(controller, ctx, name::domain_prefixed_path);
    let parameters = spec.get("parameters");
    if parameters.is_set() {
        check_parameters(parameters, ctx);
    }
}

fn check_parameters(parameters: Field<'_>, ctx: &mut Context<'_>) {
    let [group, kind, name, scope, namespace] = parameters.members(["apiGroup", "kind", "name", "scope", "namespace"]);
    name::check_field(group, ctx, name::dns1123_subdomain);
    name::check_required(kind, ctx, name::path_segment);
    name::check_required(name, ctx, name::path_segment);
    match scope.str_or("Cluster") {
        Some("Cluster") => {
            if namespace.is_set() {
                ctx.forbidden(namespace, "parameters of scope Cluster have no namespace")
                    .help("set scope: Namespace");
            }
        }
        Some("Namespace") => {
            if namespace.is_absent() {
                ctx.required(namespace, "parameters of scope Namespace stand in a namespace");
            }
            name::check_field(namespace, ctx, name::dns1123_label);
        }
        Some(other) => {
            ctx.not_supported(scope, other, &["Cluster", "Namespace"]);
        }
        None => {}
    }
}
