use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The value and preemption policy of a PriorityClass.
    ///
    /// ## What it does
    /// Checks that `value` is at most 1000000000 unless the name is one of the system's, that names starting with
    /// `system-` are the system's own with their own values, and that `preemptionPolicy` is `Never` or
    /// `PreemptLowerPriority`.
    ///
    /// ## Why is this bad
    /// Values above a billion are kept for system pods; the server refuses them in classes of users.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: scheduling.k8s.io/v1
    /// kind: PriorityClass
    /// metadata: {name: urgent}
    /// value: 1000000001
    /// ```
    /// ```yaml,good
    /// apiVersion: scheduling.k8s.io/v1
    /// kind: PriorityClass
    /// metadata: {name: urgent}
    /// value: 1000000000
    /// preemptionPolicy: Never
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass>
    id: "priorityclass/value", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["PriorityClass.scheduling.k8s.io"], check),
}

/// The classes of the system: name, value.
const SYSTEM: [(&str, i64); 2] = [
    ("system-node-critical", 2_000_001_000),
    ("system-cluster-critical", 2_000_000_000),
];
const HIGHEST: i64 = 1_000_000_000;

fn check(class: &Object<'_>, ctx: &mut Context<'_>) {
    check_value(class, ctx);
    let policy = class.get("preemptionPolicy");
    match policy.str() {
        Some("") => {
            ctx.required(policy, "the preemption policy may not be empty");
        }
        Some(text) if !matches!(text, "Never" | "PreemptLowerPriority") => {
            ctx.not_supported(policy, text, &["Never", "PreemptLowerPriority"]);
        }
        _ => {}
    }
}

fn check_value(class: &Object<'_>, ctx: &mut Context<'_>) {
    let (value, name) = (class.get("value"), class.get("metadata").get("name"));
    let (Some(number), Some(text)) = (value.int_or(0), name.str_or("")) else {
        return;
    };
    if text.starts_with("system-") {
        if let Some(fault) = system_fault(class, text, number) {
            ctx.forbidden(name, fault)
                .help("choose a name that does not start with system-");
        }
    } else if number > HIGHEST {
        ctx.forbidden(
            value,
            format!("{number} is above {HIGHEST}, the highest value of a class that is not the system's"),
        );
    }
}

fn system_fault(class: &Object<'_>, name: &str, number: i64) -> Option<String> {
    let Some((_, wanted)) = SYSTEM.iter().find(|(system, _)| *system == name) else {
        return Some(format!("{name:?} is none of the system's own classes"));
    };
    if number != *wanted {
        return Some(format!("the value of {name:?} is {wanted}"));
    }
    (class.get("globalDefault").bool() == Some(true)).then(|| format!("{name:?} is not the global default"))
}
