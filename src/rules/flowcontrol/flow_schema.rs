use serde_json::{Value, json};

use crate::check::name;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The precedence, the target and the distinguisher of a FlowSchema.
    ///
    /// ## What it does
    /// Checks `matchingPrecedence` (1 to 10000, 1 only for the schema `exempt`), the priority level it names, and
    /// the type of the flow distinguisher.
    ///
    /// ## Why is this bad
    /// The server sorts requests by these and refuses a schema it cannot place.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: flowcontrol.apiserver.k8s.io/v1
    /// kind: FlowSchema
    /// metadata: {name: tenants}
    /// spec:
    ///   matchingPrecedence: 20000
    ///   priorityLevelConfiguration: {name: ""}
    ///   distinguisherMethod: {type: ByTenant}
    /// ```
    /// ```yaml,good
    /// apiVersion: flowcontrol.apiserver.k8s.io/v1
    /// kind: FlowSchema
    /// metadata: {name: tenants}
    /// spec:
    ///   matchingPrecedence: 1000
    ///   priorityLevelConfiguration: {name: tenant}
    ///   distinguisherMethod: {type: ByNamespace}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#flowschema>
    id: "flowcontrol/flow-schema", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["FlowSchema.flowcontrol.apiserver.k8s.io"], check),
}

const MAX_PRECEDENCE: i64 = 10_000;

fn check(schema: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = schema.get("spec");
    let precedence = spec.get("matchingPrecedence");
    // 0 is the absent value and becomes the default of 1000.
    if let Some(value) = precedence.int().filter(|value| *value != 0) {
        let exempt = schema.get("metadata").get("name").str() == Some("exempt");
        if value < 0 {
            ctx.invalid(precedence, format!("{value} is not above 0"));
        }
        if value > MAX_PRECEDENCE {
            ctx.invalid(precedence, format!("{value} is above {MAX_PRECEDENCE}"));
        }
        if value == 1 && !exempt {
            ctx.invalid(precedence, "1 is kept for the schema named \"exempt\"");
        }
    }
    name::check_required(
        spec.get("priorityLevelConfiguration").get("name"),
        ctx,
        name::dns1123_subdomain,
    );
    let name = schema.get("metadata").get("name").str().unwrap_or_default();
    if let Some(wanted) = fixed(name) {
        super::check_fixed(spec, &wanted, ctx);
    }
    let method = spec.get("distinguisherMethod");
    if method.is_set() {
        let kind = method.get("type");
        if let Some(text) = kind
            .str_or("")
            .filter(|text| !matches!(*text, "ByNamespace" | "ByUser"))
        {
            ctx.not_supported(kind, text, &["ByNamespace", "ByUser"]);
        }
    }
}

/// The specs of the two schemas the server makes itself.
fn fixed(name: &str) -> Option<Value> {
    let all = json!({
        "resourceRules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"], "clusterScope": true, "namespaces": ["*"]}],
        "nonResourceRules": [{"verbs": ["*"], "nonResourceURLs": ["*"]}],
    });
    let rules = |groups: &[&str]| {
        let subjects = groups
            .iter()
            .map(|name| json!({"kind": "Group", "group": {"name": name}}));
        let mut rule = all.clone();
        rule["subjects"] = subjects.collect();
        json!([rule])
    };
    match name {
        "exempt" => Some(json!({
            "matchingPrecedence": 1,
            "priorityLevelConfiguration": {"name": "exempt"},
            "rules": rules(&["system:masters"]),
        })),
        "catch-all" => Some(json!({
            "matchingPrecedence": MAX_PRECEDENCE,
            "priorityLevelConfiguration": {"name": "catch-all"},
            "distinguisherMethod": {"type": "ByUser"},
            "rules": rules(&["system:unauthenticated", "system:authenticated"]),
        })),
        _ => None,
    }
}
