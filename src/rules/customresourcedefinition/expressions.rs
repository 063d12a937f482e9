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
        for schema in whole.with_rules.iter().copied().map(Field::new) {
            let own = schema.span() == whole.root.span();
            for rule in schema.get("x-kubernetes-validations").items() {
                check_rule(rule, schema, own, ctx);
            }
        }
    });
}

fn check_rule<'d>(rule: Field<'d>, schema: Field<'d>, root: bool, ctx: &mut Context<'_>) {
    let own = if root { root_type(schema) } else { Ty::of_schema(schema) };
    let old = if rule.get("optionalOldSelf").bool() == Some(true) {
        Ty::Optional(Box::new(own.clone()))
    } else {
        own.clone()
    };
    let scope = Scope::new([("self", own), ("oldSelf", old)]);
    cel::check_field(rule.get("rule"), &scope, &[Ty::Bool], ctx);
    cel::check_field(rule.get("messageExpression"), &scope, &[Ty::String], ctx);
}

/// At the root apiVersion, kind and metadata are there without being declared.
fn root_type(schema: Field<'_>) -> Ty<'_> {
    let implied = ["apiVersion", "kind", "metadata"].map(|name| (name.to_owned(), Ty::Dyn));
    let declared = schema
        .get("properties")
        .entries()
        .map(|entry| entry.key.to_owned())
        .filter_map(|name| {
            let ty = Ty::Schema(schema).field(&name)?;
            Some((name, ty))
        });
    Ty::Struct(
        declared
            .filter(|(name, _)| implied.iter().all(|(other, _)| other != name))
            .chain(implied.clone())
            .collect(),
    )
}
