use crate::check::{quote, resource};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The limits and scopes of a ResourceQuota.
    ///
    /// ## What it does
    /// Checks the names and amounts of `spec.hard`, that each of `spec.scopes` and `spec.scopeSelector` exists,
    /// fits the limited resources and contradicts no other, and that operators and values of scope selectors go
    /// together.
    ///
    /// ## Why is this bad
    /// A quota on a resource that nobody counts, or in a scope it cannot apply to, would limit nothing.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ResourceQuota
    /// metadata: {name: quota}
    /// spec:
    ///   hard: {gpu: 1, pods: -1, services: 500m, requests.storage: 1Gi}
    ///   scopes: [BestEffort, NotBestEffort, Sometimes]
    ///   scopeSelector:
    ///     matchExpressions:
    ///     - {scopeName: PriorityClass, operator: In}
    ///     - {scopeName: Terminating, operator: In, values: [a]}
    ///     - {scopeName: PriorityClass, operator: Exists, values: [a]}
    ///     - {scopeName: PriorityClass, operator: Equals}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ResourceQuota
    /// metadata: {name: quota}
    /// spec:
    ///   hard: {pods: 10, requests.cpu: 4, count/deployments.apps: 5, requests.example.com/gpu: 2}
    ///   scopes: [NotTerminating, NotBestEffort]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/policy/resource-quotas/>
    id: "resourcequota/hard", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ResourceQuota"], check),
}

const SCOPES: [&str; 7] = [
    "Terminating",
    "NotTerminating",
    "BestEffort",
    "NotBestEffort",
    "PriorityClass",
    "CrossNamespacePodAffinity",
    "VolumeAttributesClass",
];

/// Scopes that exclude each other.
const CONFLICTS: [[&str; 2]; 2] = [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]];

/// Resources of pods that every scope of pods can limit.
const POD_RESOURCES: [&str; 10] = [
    "pods",
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
];

fn check(quota: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = quota.get("spec");
    let hard = spec.get("hard");
    for entry in hard.entries() {
        resource::check_name(&entry, resource::quota_resource_name, ctx);
        resource::amount(entry.key, entry.value, ctx);
    }
    check_scopes(spec.get("scopes"), hard, ctx);
    check_selector(spec.get("scopeSelector"), hard, ctx);
}

fn check_scopes(scopes: Field<'_>, hard: Field<'_>, ctx: &mut Context<'_>) {
    let mut names = Vec::new();
    for scope in scopes.items() {
        let Some(text) = scope.str_or("") else { continue };
        if !SCOPES.contains(&text) {
            ctx.invalid(scopes, format!("{} is no scope", quote(text)))
                .at(scope.span())
                .help(format!("scopes: {}", SCOPES.join(", ")));
        }
        check_applies(text, scopes, scope, hard, ctx);
        names.push(text);
    }
    check_conflicts(&names, scopes, ctx);
}

fn check_conflicts(names: &[&str], field: Field<'_>, ctx: &mut Context<'_>) {
    for pair in CONFLICTS
        .iter()
        .filter(|pair| pair.iter().all(|scope| names.contains(scope)))
    {
        ctx.invalid(
            field,
            format!("the scopes {} and {} exclude each other", pair[0], pair[1]),
        )
        .at(field.key_span());
    }
}

fn check_applies(scope: &str, field: Field<'_>, place: Field<'_>, hard: Field<'_>, ctx: &mut Context<'_>) {
    for entry in hard
        .entries()
        .filter(|entry| resource::is_quota_resource(entry.key) && !applies(scope, entry.key))
    {
        ctx.invalid(
            field,
            format!("the scope {} does not apply to {}", quote(scope), quote(entry.key)),
        )
        .at(place.span())
        .related(entry.key_span, "the resource");
    }
}

fn applies(scope: &str, resource: &str) -> bool {
    match scope {
        "BestEffort" => resource == "pods",
        "Terminating" | "NotTerminating" | "NotBestEffort" | "PriorityClass" | "CrossNamespacePodAffinity" => {
            POD_RESOURCES.contains(&resource)
        }
        "VolumeAttributesClass" => {
            matches!(resource, "persistentvolumeclaims" | "requests.storage")
        }
        _ => true,
    }
}

fn check_selector(selector: Field<'_>, hard: Field<'_>, ctx: &mut Context<'_>) {
    let expressions = selector.get("matchExpressions");
    let mut names = Vec::new();
    for expression in expressions.items() {
        let [scope, operator, values] = expression.members(["scopeName", "operator", "values"]);
        let (Some(text), Some(operator_text)) = (scope.str_or(""), operator.str_or("")) else {
            continue;
        };
        let report = |ctx: &mut Context<'_>, part: &str, message: String, span| {
            ctx.invalid(expressions, message).below(part).at(span);
        };
        if !SCOPES.contains(&text) {
            report(ctx, ".scopeName", format!("{} is no scope", quote(text)), scope.span());
        }
        check_applies(text, expressions, scope, hard, ctx);
        if operator_text != "Exists"
            && !matches!(text, "PriorityClass" | "VolumeAttributesClass")
            && SCOPES.contains(&text)
        {
            report(
                ctx,
                ".operator",
                format!("the scope {text} goes with the operator Exists only"),
                operator.span(),
            );
        }
        match operator_text {
            "In" | "NotIn" if values.is_empty() => {
                ctx.required(expressions, "the operators In and NotIn need a value")
                    .below(".values")
                    .at(values.span());
            }
            "Exists" | "DoesNotExist" if !values.is_empty() => {
                report(
                    ctx,
                    ".values",
                    "the operators Exists and DoesNotExist take no value".to_owned(),
                    values.span(),
                );
            }
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            other => report(
                ctx,
                ".operator",
                format!("{} is no operator of scopes", quote(other)),
                operator.span(),
            ),
        }
        names.push(text);
    }
    check_conflicts(&names, selector, ctx);
}
