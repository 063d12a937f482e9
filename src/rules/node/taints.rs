use crate::check::{name, quote};
use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The taints of a Node.
    ///
    /// ## What it does
    /// Checks that each taint has a valid key, value and effect, and that key and effect together stand once.
    ///
    /// ## Why is this bad
    /// Pods are scheduled by these.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Node
    /// metadata: {name: node-1}
    /// spec:
    ///   taints:
    ///   - {key: a, effect: NoSchedule}
    ///   - {key: a, effect: NoSchedule, value: x}
    ///   - {key: "b c", effect: Never}
    ///   - {key: c, value: "a b"}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Node
    /// metadata: {name: node-1}
    /// spec:
    ///   taints:
    ///   - {key: a, effect: NoSchedule}
    ///   - {key: a, effect: NoExecute, value: x}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/>
    id: "node/taints", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Node"], check),
}

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

fn check(node: &Object<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<([&str; 2], Field<'_>)> = Vec::new();
    for (index, taint) in node.get("spec").get("taints").items().enumerate() {
        // The server names the path of old, when taints were an annotation.
        let path = format!("metadata.taints[{index}]");
        let [key, value, effect] = taint.members(["key", "value", "effect"]);
        let (Some(key_text), Some(value_text), Some(effect_text)) =
            (key.str_or(""), value.str_or(""), effect.str_or(""))
        else {
            continue;
        };
        if let Some(fault) = name::qualified_name(key_text) {
            ctx.invalid(key, format!("{} {fault}", quote(key_text)))
                .path(format!("{path}.key"));
        }
        if let Some(fault) = name::label_value(value_text) {
            ctx.invalid(value, format!("{} {fault}", quote(value_text)))
                .path(format!("{path}.value"));
        }
        match effect_text {
            "" => {
                ctx.required(effect, "a taint needs an effect")
                    .path(format!("{path}.effect"));
            }
            text if !EFFECTS.contains(&text) => {
                ctx.not_supported(effect, text, &EFFECTS).path(format!("{path}.effect"));
            }
            _ => {}
        }
        let identity = [key_text, effect_text];
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == identity) {
            let first = first.span();
            ctx.error(
                taint,
                Reason::FieldValueDuplicate,
                format!("the taint {key_text}:{effect_text} stands twice"),
            )
            .related(first, "the first")
            .path(path);
        }
        seen.push((identity, taint));
    }
}
