//! Rules of the family `flowcontrol`.

mod flow_schema;
mod priority_level;
mod rules;
mod subjects;

use serde_json::Value;

use crate::json_schema;
use crate::rule::{Context, Rule};
use crate::view::Field;
use crate::yaml::Kind;

pub(super) static RULES: &[&Rule] = &[&flow_schema::RULE, &priority_level::RULE, &rules::RULE, &subjects::RULE];

/// Some objects the server makes itself, and takes with the one spec it gives them only. `wanted` is that spec.
fn check_fixed(spec: Field<'_>, wanted: &Value, ctx: &mut Context<'_>) {
    let Some(node) = spec.node().filter(|node| node.kind() == Kind::Map) else {
        return;
    };
    if without_nulls(json_schema::to_json(node)) != *wanted {
        ctx.invalid(spec, "the server makes this object itself, and its spec is fixed")
            .help("choose another name");
    }
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(_, value)| !value.is_null());
            kept.map(|(key, value)| (key, without_nulls(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
