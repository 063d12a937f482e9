use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The class, the secrets and the legacy annotation of an Ingress.
    ///
    /// ## What it does
    /// Checks `spec.ingressClassName` and the secret name and hosts of each of `spec.tls`, refuses the annotation
    /// `kubernetes.io/ingress.class` with another class than the field, and warns about the annotation alone, as the
    /// server does.
    ///
    /// ## Why is this bad
    /// Of two statements about the class that disagree, nobody can say which one counts.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    ///   annotations: {kubernetes.io/ingress.class: nginx}
    /// spec:
    ///   ingressClassName: Nginx
    ///   defaultBackend: {service: {name: web, port: {number: 80}}}
    ///   tls:
    ///   - {hosts: ["Shop.example.com", "*.*.x"], secretName: "Bad Secret"}
    /// ```
    /// ```yaml,good
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop}
    /// spec:
    ///   ingressClassName: nginx
    ///   defaultBackend: {service: {name: web, port: {number: 80}}}
    ///   tls:
    ///   - {hosts: [shop.example.com, "*.example.com"], secretName: cert}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class>
    id: "ingress/class", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Ingress.networking.k8s.io"], check),
}

const ANNOTATION: &str = "kubernetes.io/ingress.class";

fn check(ingress: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = ingress.get("spec");
    let class = spec.get("ingressClassName");
    check_annotation(ingress.get("metadata").get("annotations").get(ANNOTATION), class, ctx);
    name::check_field(class, ctx, name::dns1123_subdomain);
    for tls in spec.get("tls").items() {
        for host in tls.get("hosts").items() {
            let Some(text) = host.str_or("") else { continue };
            let wildcard = text.contains('*');
            let fault = if wildcard {
                name::wildcard_dns1123_subdomain(text)
            } else {
                name::dns1123_subdomain(text)
            };
            if let Some(fault) = fault {
                ctx.invalid(host, format!("{} {fault}", quote(text)));
            }
        }
        name::check_non_empty(tls.get("secretName"), ctx, name::dns1123_subdomain);
    }
}

fn check_annotation(annotation: Field<'_>, class: Field<'_>, ctx: &mut Context<'_>) {
    let Some(text) = annotation.str() else { return };
    if !class.is_set() {
        ctx.warn(annotation, format!("the annotation {ANNOTATION} is deprecated"))
            .help("use spec.ingressClassName");
    } else if class.str().is_some_and(|class| class != text) {
        ctx.invalid(
            annotation,
            format!("{} is not the class of spec.ingressClassName", quote(text)),
        )
        .related(class.span(), "the class")
        .path(format!("annotations.{ANNOTATION}"));
    }
}
