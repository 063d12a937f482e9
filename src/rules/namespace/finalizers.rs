use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The finalizers of a Namespace.
    ///
    /// ## What it does
    /// Checks that each of `spec.finalizers` is `kubernetes` or a name with a domain.
    ///
    /// ## Why is this bad
    /// A finalizer that no controller owns would keep the namespace from ever going away.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop}
    /// spec: {finalizers: [orders, "bad name"]}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop}
    /// spec: {finalizers: [kubernetes, example.com/orders]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/>
    id: "namespace/finalizers", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Namespace"], check),
}

fn check(namespace: &Object<'_>, ctx: &mut Context<'_>) {
    let finalizers = namespace.get("spec").get("finalizers");
    for finalizer in finalizers.items() {
        let Some(text) = finalizer.str_or("") else { continue };
        let fault = name::qualified_name(text).or_else(|| {
            (text != "kubernetes" && !text.contains('/')).then(|| "has no domain and is not \"kubernetes\"".to_owned())
        });
        if let Some(fault) = fault {
            ctx.invalid(finalizers, format!("{} {fault}", quote(text)))
                .at(finalizer.span());
        }
    }
}
