use crate::cel::{self, Scope, Ty};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The rules in CEL of a CustomResourceDefinition.
    ///
    /// ## What it does
    /// Compiles `rule` and `messageExpression` of each of `x-kubernetes-validations` against the schema they stand
    /// in: fields must exist, operators must fit, rules give a boolean and messages a string.
    ///
    /// ## Why is this bad
    /// The server compiles them when the definition is created.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com}
    /// spec:
    ///   group: example.com
    ///   scope: Namespaced
    ///   names: {plural: widgets, kind: Widget}
    ///   versions:
    ///   - name: v1
    ///     served: true
    ///     storage: true
    ///     schema:
    ///       openAPIV3Schema:
    ///         type: object
    ///         properties: {size: {type: integer}}
    ///         x-kubernetes-validations:
    ///         - {rule: "self.sise > 0"}
    ///         - {rule: "self.size"}
    ///         - {rule: "self.size > 0", messageExpression: "self.size"}
    /// ```
    /// ```yaml,good
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com}
    /// spec:
    ///   group: example.com
    ///   scope: Namespaced
    ///   names: {plural: widgets, kind: Widget}
    ///   versions:
    ///   - name: v1
    ///     served: true
    ///     storage: true
    ///     schema:
    ///       openAPIV3Schema:
    ///         type: object
    ///         properties: {size: {type: integer}, names: {type: array, items: {type: string}}}
    ///         x-kubernetes-validations:
    ///         - {rule: "self.size > 0 && self.names.all(n, n.startsWith('a'))", messageExpression: "'size is ' + string(self.size)"}
    ///         - {rule: "!has(self.size) || self.size >= oldSelf.size"}
    ///         - {rule: "self.metadata.name.startsWith('a')"}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules>
    id: "customresourcedefinition/expressions", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CustomResourceDefinition.apiextensions.k8s.io"], check),
}

fn check(_: &Object<'_>, ctx: &mut Context<'_>) {
    ctx.definition().each_schema(ctx, |whole, ctx| {
        for &schema in &whole.with_rules {
            // At the root apiVersion, kind and metadata are there without being declared.
            let own = match Ty::of_schema(schema) {
                Some(Ty::Schema(root)) if whole.root.node().is_some_and(|root| root.id() == schema.id()) => {
                    Ty::Resource(root)
                }
                Some(ty) => ty,
                None => continue,
            };
            for rule in Field::new(schema).get("x-kubernetes-validations").items() {
                check_rule(rule, &own, ctx);
            }
        }
    });
}

fn check_rule<'d>(rule: Field<'d>, own: &Ty<'d>, ctx: &mut Context<'_>) {
    let old = if rule.get("optionalOldSelf").bool() == Some(true) {
        Ty::optional(own.clone())
    } else {
        own.clone()
    };
    let scope = Scope::new([("self", own.clone()), ("oldSelf", old)]);
    cel::check_field(rule.get("rule"), &scope, &[Ty::Bool], ctx);
    cel::check_field(rule.get("messageExpression"), &scope, &[Ty::String], ctx);
}
