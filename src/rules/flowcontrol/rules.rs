use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The requests that a FlowSchema matches.
    ///
    /// ## What it does
    /// Checks the resource and non-resource rules: at least one of them, verbs that exist, groups, resources,
    /// namespaces and URLs, and that `*` stands alone.
    ///
    /// ## Why is this bad
    /// A rule that can match no request is a mistake; the server refuses it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: flowcontrol.apiserver.k8s.io/v1
    /// kind: FlowSchema
    /// metadata: {name: tenants}
    /// spec:
    ///   priorityLevelConfiguration: {name: tenant}
    ///   rules:
    ///   - subjects: [{kind: User, user: {name: "*"}}]
    ///   - subjects: [{kind: User, user: {name: "*"}}]
    ///     nonResourceRules:
    ///     - {verbs: [read], nonResourceURLs: [healthz, /a*b, ""]}
    ///     - {verbs: [], nonResourceURLs: []}
    ///     resourceRules:
    ///     - {verbs: ["*", get], apiGroups: [], resources: ["*", pods], namespaces: [Team]}
    ///     - {verbs: [get], apiGroups: ["*", apps], resources: []}
    /// ```
    /// ```yaml,good
    /// apiVersion: flowcontrol.apiserver.k8s.io/v1
    /// kind: FlowSchema
    /// metadata: {name: tenants}
    /// spec:
    ///   priorityLevelConfiguration: {name: tenant}
    ///   rules:
    ///   - subjects: [{kind: User, user: {name: "*"}}]
    ///     nonResourceRules: [{verbs: ["*"], nonResourceURLs: [/healthz, /metrics/*]}]
    ///     resourceRules:
    ///     - {verbs: [get, list], apiGroups: ["*"], resources: [pods], namespaces: ["*"]}
    ///     - {verbs: ["*"], apiGroups: [""], resources: [nodes], clusterScope: true}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#flowschema>
    id: "flowcontrol/rules", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["FlowSchema.flowcontrol.apiserver.k8s.io"], check),
}

const VERBS: [&str; 9] = [
    "create",
    "delete",
    "deletecollection",
    "get",
    "list",
    "patch",
    "proxy",
    "update",
    "watch",
];

fn check(schema: &Object<'_>, ctx: &mut Context<'_>) {
    for rule in schema.get("spec").get("rules").items() {
        let (resources, others) = (rule.get("resourceRules"), rule.get("nonResourceRules"));
        if resources.is_empty() && others.is_empty() {
            ctx.required(rule, "a rule needs resource rules or non-resource rules");
        }
        for rule in resources.items() {
            check_resources(rule, ctx);
        }
        for rule in others.items() {
            check_urls(rule, ctx);
        }
    }
}

fn check_resources(rule: Field<'_>, ctx: &mut Context<'_>) {
    check_verbs(rule.get("verbs"), ctx);
    check_list(rule.get("apiGroups"), "an API group", ctx);
    check_list(rule.get("resources"), "a resource", ctx);
    let namespaces = rule.get("namespaces");
    if namespaces.is_empty() && rule.get("clusterScope").bool_or(false) == Some(false) {
        ctx.required(namespaces, "a rule that is not cluster-scoped needs a namespace")
            .help("add namespaces: [\"*\"]");
    }
    if alone(namespaces, ctx) {
        return;
    }
    for namespace in namespaces.items().filter(|namespace| namespace.str() != Some("*")) {
        let Some(text) = namespace.str_or("") else { continue };
        if let Some(fault) = name::dns1123_label(text) {
            ctx.invalid(namespace, format!("{} {fault}", quote(text)));
        }
    }
}

fn check_urls(rule: Field<'_>, ctx: &mut Context<'_>) {
    check_verbs(rule.get("verbs"), ctx);
    let urls = rule.get("nonResourceURLs");
    if urls.is_empty() {
        ctx.required(urls, "a rule needs at least one URL");
        return;
    }
    if alone(urls, ctx) {
        return;
    }
    for url in urls.items() {
        match url.str_or("") {
            Some("") => ctx.invalid(url, "a URL may not be empty"),
            Some("*") | None => continue,
            Some(text) if !text.starts_with('/') => ctx.invalid(url, format!("{} does not start with /", quote(text))),
            Some(text) if text.contains('*') && (text.matches('*').count() > 1 || !text.ends_with("/*")) => {
                ctx.invalid(url, format!("{}: * stands only as the last segment", quote(text)))
            }
            Some(_) => continue,
        };
    }
}

fn check_verbs(verbs: Field<'_>, ctx: &mut Context<'_>) {
    if verbs.is_empty() {
        ctx.required(verbs, "a rule needs at least one verb");
        return;
    }
    if alone(verbs, ctx) {
        return;
    }
    if let Some(verb) = verbs.items().find(|verb| {
        verb.str_or("")
            .is_some_and(|text| text != "*" && !VERBS.contains(&text))
    }) {
        ctx.not_supported(verbs, verb.str().unwrap_or_default(), &VERBS)
            .at(verb.span());
    }
}

fn check_list(list: Field<'_>, one: &str, ctx: &mut Context<'_>) {
    if list.is_empty() {
        ctx.required(list, format!("a rule needs at least {one}"));
    }
    alone(list, ctx);
}

/// Reports a `*` that does not stand alone.
fn alone(list: Field<'_>, ctx: &mut Context<'_>) -> bool {
    let crowded = list.len() > 1 && list.items().any(|item| item.str() == Some("*"));
    if crowded {
        ctx.invalid(list, "\"*\" covers everything and stands alone")
            .help("remove the other items, or the \"*\"");
    }
    crowded
}
