use crate::cel::{self, Bound, Compiled, Scope, Ty};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::crd::Around;

declare_rule! {
    /// The rules in CEL of a CustomResourceDefinition.
    ///
    /// ## What it does
    /// Compiles `rule` and `messageExpression` of each of `x-kubernetes-validations` against the schema they stand
    /// in: fields must exist, operators must fit, rules give a boolean and messages a string. `oldSelf` must be used
    /// where `optionalOldSelf` is set, and may not be used in lists whose items have no keys. Then it reckons what
    /// each can cost at most, as the server does: by the longest lists, maps and texts that the schema lets through.
    ///
    /// ## Why is this bad
    /// The server compiles them when the definition is created, and refuses what could take too long.
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
    ///         properties:
    ///           size: {type: integer}
    ///           names: {type: array, items: {type: string}}
    ///         x-kubernetes-validations:
    ///         - {rule: "self.names.all(one, self.names.exists_one(other, one == other))"}
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
    ///         - {rule: "self.size > 0 && self.names.all(n, n.startsWith('a'))", messageExpression: "'the size of ' + self.metadata.name"}
    ///         - {rule: "!has(self.size) || self.size >= oldSelf.size"}
    ///         - {rule: "self.metadata.name.startsWith('a')"}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules>
    id: "customresourcedefinition/expressions", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CustomResourceDefinition.apiextensions.k8s.io"], check),
}

/// The most that one expression may cost, and all of a schema.
const MAX_COST: u64 = 10_000_000;
const MAX_TOTAL: u64 = 100_000_000;
/// How many expressions are named that made the total too great.
const NAMED: usize = 4;
const HELP: &str = "make the rule simpler, or limit lists, maps and texts with maxItems, maxProperties and maxLength";

fn check(_: &Object<'_>, ctx: &mut Context<'_>) {
    ctx.definition().each_schema(ctx, |whole, ctx| {
        let mut costs = Vec::new();
        for &(schema, around) in &whole.with_rules {
            // At the root apiVersion, kind and metadata are there without being declared.
            let is_root = whole.root.node().is_some_and(|root| root.id() == schema.id());
            let own = match Ty::of_schema(schema) {
                Some(Ty::Schema(root)) if is_root => Ty::Resource(root),
                Some(ty) => ty,
                None => continue,
            };
            let place = Bound::of(schema, is_root);
            let count = around.count.unwrap_or_else(|| place.max_count());
            for rule in Field::new(schema).get("x-kubernetes-validations").items() {
                for (field, compiled) in check_rule(rule, &own, around, ctx) {
                    costs.push((field, compiled.cost(&place).saturating_mul(count)));
                }
            }
        }
        check_costs(whole.root, costs, ctx);
    });
}

/// Checks the expressions of a rule; gives those that can be compiled.
fn check_rule<'d>(
    rule: Field<'d>,
    own: &Ty<'d>,
    around: Around,
    ctx: &mut Context<'_>,
) -> impl Iterator<Item = (Field<'d>, Compiled<'d>)> {
    let [expression, message, optional] = ["rule", "messageExpression", "optionalOldSelf"].map(|name| rule.get(name));
    let old = if optional.bool() == Some(true) {
        Ty::optional(own.clone())
    } else {
        own.clone()
    };
    let scope = Scope::new([("self", own.clone()), ("oldSelf", old)]);
    let compiled = cel::compile_field(expression, &scope, &[Ty::Bool], ctx);
    let uses_old = compiled.as_ref().is_some_and(|compiled| compiled.uses("oldSelf"));
    if uses_old && !around.has_old {
        ctx.invalid(expression, "oldSelf is not known for the items of a list without keys")
            .help("make the list one of x-kubernetes-list-type map, or leave oldSelf out");
    }
    let is_blank = expression.str().is_none_or(|text| text.trim().is_empty());
    if optional.is_set() && !uses_old && !is_blank {
        ctx.invalid(optional, "means nothing where the rule does not use oldSelf");
    }
    let message_compiled = cel::compile_field(message, &scope, &[Ty::String], ctx);
    let rule = compiled.map(|compiled| (expression, compiled));
    rule.into_iter()
        .chain(message_compiled.map(|compiled| (message, compiled)))
}

fn check_costs(root: Field<'_>, mut costs: Vec<(Field<'_>, u64)>, ctx: &mut Context<'_>) {
    let total = costs.iter().fold(0_u64, |total, (_, cost)| total.saturating_add(*cost));
    costs.sort_by_key(|(_, cost)| std::cmp::Reverse(*cost));
    for (index, (field, cost)) in costs.into_iter().enumerate() {
        let message = if cost > MAX_COST {
            format!("could cost too much: {} what is allowed", times(cost, MAX_COST))
        } else if total > MAX_TOTAL && index < NAMED {
            "is one of the rules that could cost too much together".to_owned()
        } else {
            continue;
        };
        ctx.forbidden(field, message).help(HELP);
    }
    if total > MAX_TOTAL {
        let message = format!(
            "the rules could cost too much: {} what is allowed",
            times(total, MAX_TOTAL)
        );
        ctx.forbidden(root, message).at(root.key_span()).help(HELP);
    }
}

fn times(cost: u64, limit: u64) -> String {
    let tenths = cost.saturating_add(limit / 20).saturating_mul(10) / limit;
    if tenths > 1000 {
        "more than 100 times".to_owned()
    } else {
        format!("{}.{} times", tenths / 10, tenths % 10)
    }
}
