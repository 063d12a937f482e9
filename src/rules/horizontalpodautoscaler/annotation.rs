//! What version 1 of an autoscaler keeps in annotations: metrics and behavior, as JSON in a form of their own. The server
//! makes fields of it and judges these. It passes over JSON that it cannot decode.

use serde_json::{Map, Value, json};

use crate::check::quantity::{self, Quantity};
use crate::diagnostic::Stage;
use crate::document::Object;
use crate::rule::{Context, Rule};
use crate::schema::GroupVersionKind;
use crate::source::{Span, offset};
use crate::view::Field;
use crate::yaml;

const METRICS: &str = "autoscaling.alpha.kubernetes.io/metrics";
const BEHAVIOR: &str = "autoscaling.alpha.kubernetes.io/behavior";

/// Metrics as version 2 has them; empty where the annotation is absent or of no use.
pub(super) fn metrics(autoscaler: &Object<'_>) -> Vec<Value> {
    let Some(Value::Array(items)) = read(autoscaler, METRICS) else {
        return Vec::new();
    };
    let all: Option<Vec<Value>> = items.iter().map(metric).collect();
    all.unwrap_or_default()
}

/// Runs a check of `spec.metrics` on the metrics of the annotation.
pub(super) fn check_metrics(
    autoscaler: &Object<'_>,
    rule: &'static Rule,
    ctx: &mut Context<'_>,
    check: fn(Field<'_>, &mut Context<'_>),
) {
    let metrics = metrics(autoscaler);
    if !metrics.is_empty() {
        judge(autoscaler, METRICS, &json!({ "metrics": metrics }), rule, ctx, check);
    }
}

/// Runs a check of `spec.behavior` on the behavior of the annotation.
pub(super) fn check_behavior(
    autoscaler: &Object<'_>,
    rule: &'static Rule,
    ctx: &mut Context<'_>,
    check: fn(Field<'_>, &mut Context<'_>),
) {
    if let Some(Value::Object(both)) = read(autoscaler, BEHAVIOR)
        && let Some(behavior) = behavior(&both)
    {
        judge(autoscaler, BEHAVIOR, &json!({ "behavior": behavior }), rule, ctx, check);
    }
}

fn annotation<'d>(autoscaler: &Object<'d>, name: &'d str) -> Field<'d> {
    autoscaler.get("metadata").get("annotations").get(name)
}

fn read(autoscaler: &Object<'_>, name: &'static str) -> Option<Value> {
    if autoscaler.version() != "v1" {
        return None;
    }
    serde_json::from_str(annotation(autoscaler, name).str()?).ok()
}

/// Judges a spec that is not in the manifest, and reports at the annotation it was made from.
fn judge(
    autoscaler: &Object<'_>,
    name: &str,
    spec: &Value,
    rule: &'static Rule,
    ctx: &mut Context<'_>,
    check: fn(Field<'_>, &mut Context<'_>),
) {
    let text = json!({ "spec": spec }).to_string();
    let Ok(tree) = yaml::parse(&text, Span::new(0, offset(text.len()))) else {
        return;
    };
    let made = Object {
        tree: &tree,
        root: tree.root().id(),
        gvk: GroupVersionKind::parse("autoscaling/v2", "HorizontalPodAutoscaler"),
        schema: None,
        operation: None,
        document: autoscaler.document,
        item: autoscaler.item,
        resource: autoscaler.resource().into(),
    };
    let mut scratch = Context::new(&made, rule);
    check(made.get("spec"), &mut scratch);
    let place = annotation(autoscaler, name);
    for found in scratch.finish() {
        if let (Stage::Validation, Some(reason)) = (found.stage, found.reason) {
            let shown = ctx.error(place, reason, format!("{}: {}", found.path, found.message));
            shown.path(found.path);
            shown.help = found.help;
        }
    }
}

fn metric(item: &Value) -> Option<Value> {
    let empty = Map::new();
    let item = match item {
        Value::Null => &empty,
        item => item.as_object()?,
    };
    Some(json!({
        "type": text(item, "type")?,
        "object": source(item, "object", object)?,
        "pods": source(item, "pods", pods)?,
        "resource": source(item, "resource", resource)?,
        "containerResource": source(item, "containerResource", resource)?,
        "external": source(item, "external", external)?,
    }))
}

fn object(source: &Map<String, Value>) -> Option<Value> {
    let target = structure(source, "target")?.cloned().unwrap_or_default();
    let value = amount(source, "targetValue")?;
    let average = amount(source, "averageValue")?;
    let kept = average.is_null() || !is_zero(&value);
    let value = match value {
        Value::Null => json!("0"),
        value => value,
    };
    Some(json!({
        "describedObject": {
            "kind": text(&target, "kind")?,
            "name": text(&target, "name")?,
            "apiVersion": text(&target, "apiVersion")?,
        },
        "metric": identifier(source, "selector")?,
        "target": { "type": "Value", "value": kept.then_some(value), "averageValue": average },
    }))
}

fn pods(source: &Map<String, Value>) -> Option<Value> {
    let average = match amount(source, "targetAverageValue")? {
        Value::Null => json!("0"),
        average => average,
    };
    Some(json!({
        "metric": identifier(source, "selector")?,
        "target": { "type": "AverageValue", "averageValue": average },
    }))
}

fn resource(source: &Map<String, Value>) -> Option<Value> {
    Some(json!({
        "name": text(source, "name")?,
        "container": text(source, "container")?,
        "target": {
            "type": "Utilization",
            "averageUtilization": int(source, "targetAverageUtilization")?,
            "averageValue": amount(source, "targetAverageValue")?,
        },
    }))
}

fn external(source: &Map<String, Value>) -> Option<Value> {
    Some(json!({
        "metric": identifier(source, "metricSelector")?,
        "target": {
            "type": "Value",
            "value": amount(source, "targetValue")?,
            "averageValue": amount(source, "targetAverageValue")?,
        },
    }))
}

fn identifier(source: &Map<String, Value>, selector: &str) -> Option<Value> {
    if let Some(selector) = structure(source, selector)? {
        let labels = structure(selector, "matchLabels")?;
        if labels.is_some_and(|labels| labels.values().any(|value| !value.is_string() && !value.is_null())) {
            return None;
        }
        for requirement in structures(selector, "matchExpressions")? {
            text(&requirement, "key")?;
            text(&requirement, "operator")?;
            let values = get(&requirement, "values");
            let strings = |values: &Vec<Value>| values.iter().all(|value| value.is_string() || value.is_null());
            if !values.is_null() && !values.as_array().is_some_and(strings) {
                return None;
            }
        }
    }
    Some(json!({ "name": text(source, "metricName")? }))
}

fn behavior(both: &Map<String, Value>) -> Option<Value> {
    Some(json!({
        "scaleUp": source(both, "scaleUp", rules)?,
        "scaleDown": source(both, "scaleDown", rules)?,
    }))
}

/// Nothing gives these rules their defaults, so the list of policies is there and empty where it is not given.
fn rules(rules: &Map<String, Value>) -> Option<Value> {
    let policies: Option<Vec<Value>> = structures(rules, "policies")?
        .iter()
        .map(|policy| {
            Some(json!({
                "type": text(policy, "type")?,
                "value": int(policy, "value")?,
                "periodSeconds": int(policy, "periodSeconds")?,
            }))
        })
        .collect();
    Some(json!({
        "stabilizationWindowSeconds": int(rules, "stabilizationWindowSeconds")?,
        "selectPolicy": text(rules, "selectPolicy")?,
        "tolerance": amount(rules, "tolerance")?,
        "policies": policies?,
    }))
}

/// A member, whatever the case of its name; null where it is absent.
fn get<'v>(map: &'v Map<String, Value>, name: &str) -> &'v Value {
    let found = map.iter().rfind(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map_or(&Value::Null, |(_, value)| value)
}

/// A text or null; none for another type.
fn text(map: &Map<String, Value>, name: &str) -> Option<Value> {
    let value = get(map, name);
    (value.is_string() || value.is_null()).then(|| value.clone())
}

/// A number of 32 bits or null; none for another type.
fn int(map: &Map<String, Value>, name: &str) -> Option<Value> {
    let value = get(map, name);
    let fits = value.as_i64().is_some_and(|number| i32::try_from(number).is_ok());
    (fits || value.is_null()).then(|| value.clone())
}

/// An amount or null; none for another type.
fn amount(map: &Map<String, Value>, name: &str) -> Option<Value> {
    let value = get(map, name);
    (value.is_null() || parse(value).is_some()).then(|| value.clone())
}

fn parse(value: &Value) -> Option<Quantity> {
    match value {
        Value::String(text) => Quantity::parse(quantity::trim(text)),
        Value::Number(number) => Quantity::parse(&number.to_string()),
        _ => None,
    }
}

fn is_zero(value: &Value) -> bool {
    parse(value).is_none_or(Quantity::is_zero)
}

/// A structure, or nothing where it is null; none for another type.
#[expect(clippy::option_option, reason = "a wrong type, nothing, a structure")]
fn structure<'v>(map: &'v Map<String, Value>, name: &str) -> Option<Option<&'v Map<String, Value>>> {
    match get(map, name) {
        Value::Null => Some(None),
        value => value.as_object().map(Some),
    }
}

/// A list of structures; none for another type.
fn structures(map: &Map<String, Value>, name: &str) -> Option<Vec<Map<String, Value>>> {
    let items = match get(map, name) {
        Value::Null => return Some(Vec::new()),
        value => value.as_array()?,
    };
    items
        .iter()
        .map(|item| match item {
            Value::Null => Some(Map::new()),
            item => item.as_object().cloned(),
        })
        .collect()
}

/// A structure, turned into what version 2 has instead; null where it is absent.
fn source(map: &Map<String, Value>, name: &str, turn: fn(&Map<String, Value>) -> Option<Value>) -> Option<Value> {
    structure(map, name)?.map_or(Some(Value::Null), turn)
}
